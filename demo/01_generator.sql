-- The generator's own functions and word lists, in a schema that is dropped before the load commits. Chance is a hash
-- of names and numbers: roll(who, what, when) is always the same number.

create schema demo_generator;
set local search_path = :"schema", demo_generator;

-- A number in [0, 1). The name of the roll is hashed when the query is planned, so a roll costs one integer hash.
create function demo_generator.roll(who bigint, what text, at int default 0) returns float8
  immutable parallel safe
  return (hashint8extended(who, hashtextextended(what collate "C", :seed) # at::bigint) >> 11
    & 9007199254740991)::float8 / 9007199254740992;

-- A whole number from lo to hi, both included.
create function demo_generator.whole(lo int, hi int, rolled float8) returns int
  immutable parallel safe
  return lo + floor(rolled * (hi - lo + 1))::int;

create function demo_generator.pick(list text[], rolled float8) returns text
  immutable parallel safe
  return list[1 + floor(rolled * cardinality(list))::int];

-- The working day on or before a day: nobody signs on a Sunday.
create function demo_generator.workday(day date) returns date
  immutable parallel safe
  return day - greatest(0, extract(isodow from day)::int - 5);

-- An instant in the office hours of a day.
create function demo_generator.in_office(day date, zone text, rolled float8) returns timestamptz
  stable parallel safe
  return (day + interval '8 hours' + floor(rolled * 34200) * interval '1 second') at time zone zone;

create function demo_generator.today() returns date immutable parallel safe return :'today'::date;

-- The first day with product events: 400 days, today included.
create function demo_generator.first_day() returns date immutable parallel safe return :'today'::date - 399;

create table demo_generator.countries (
  position int, country text, region text, legal_form text, demonym text, zones text[], top_level_domain text);
insert into demo_generator.countries values
  (1, 'US', 'Americas', 'Inc.', 'America', '{America/New_York,America/Chicago,America/Los_Angeles}', 'com'),
  (2, 'US', 'Americas', 'LLC', 'America', '{America/New_York,America/Denver,America/Los_Angeles}', 'com'),
  (3, 'US', 'Americas', 'Corp.', 'America', '{America/Chicago,America/New_York}', 'com'),
  (4, 'CA', 'Americas', 'Inc.', 'Canada', '{America/Toronto,America/Vancouver}', 'ca'),
  (5, 'BR', 'Americas', 'Ltda.', 'Brasil', '{America/Sao_Paulo}', 'com.br'),
  (6, 'GB', 'EMEA', 'Ltd', 'UK', '{Europe/London}', 'co.uk'),
  (7, 'GB', 'EMEA', 'plc', 'UK', '{Europe/London}', 'co.uk'),
  (8, 'DE', 'EMEA', 'GmbH', 'Deutschland', '{Europe/Berlin}', 'de'),
  (9, 'DE', 'EMEA', 'AG', 'Deutschland', '{Europe/Berlin}', 'de'),
  (10, 'FR', 'EMEA', 'SAS', 'France', '{Europe/Paris}', 'fr'),
  (11, 'NL', 'EMEA', 'B.V.', 'Nederland', '{Europe/Amsterdam}', 'nl'),
  (12, 'ES', 'EMEA', 'S.L.', 'Iberia', '{Europe/Madrid}', 'es'),
  (13, 'SE', 'EMEA', 'AB', 'Nordic', '{Europe/Stockholm}', 'se'),
  (14, 'AU', 'APAC', 'Pty Ltd', 'Australia', '{Australia/Sydney,Australia/Perth}', 'com.au'),
  (15, 'IN', 'APAC', 'Pvt Ltd', 'India', '{Asia/Kolkata}', 'in'),
  (16, 'JP', 'APAC', 'K.K.', 'Japan', '{Asia/Tokyo}', 'jp');

create table demo_generator.industries (position int, industry text, nouns text[]);
insert into demo_generator.industries values
  (1, 'logistics', '{Freight,Logistics,Shipping,Couriers}'),
  (2, 'manufacturing', '{Castings,Tools,Components,Machines}'),
  (3, 'health care', '{Clinics,Diagnostics,Care,Dental}'),
  (4, 'retail', '{Stores,Markets,Outfitters,Furnishings}'),
  (5, 'software', '{Systems,Software,Labs,Data}'),
  (6, 'financial services', '{Capital,Insurance,Advisory,Credit}'),
  (7, 'education', '{Academy,Learning,Schools,Institute}'),
  (8, 'energy', '{Power,Solar,Utilities,Grid}'),
  (9, 'hospitality', '{Hotels,Resorts,Catering,Travel}'),
  (10, 'accounting', '{Tax,Audit,Bookkeeping,Payroll}');

create table demo_generator.words (company text[], given text[], family text[]);
insert into demo_generator.words values (
  '{Alder,Amber,Anchor,Argent,Ashford,Aspen,Beacon,Birch,Bluewater,Bramble,Bridgeford,Brook,Calder,Cedar,
    Cinder,Clover,Cobalt,Copper,Coral,Cresset,Dale,Dovetail,Eastgate,Elder,Ember,Fairway,Falcon,Fern,
    Flint,Foxglove,Garnet,Glen,Granite,Harbour,Hawthorn,Hazel,Heron,Highfield,Indigo,Ivy,Juniper,
    Keystone,Lantern,Larch,Linden,Marlow,Meridian,Millrace,Moss,Northfield,Oakley,Orchard,Osprey,Pebble,
    Pine,Quarry,Quill,Redwood,Ridge,Rowan,Saffron,Sable,Sorrel,Sparrow,Sterling,Summit,Tamarind,Teal,
    Thistle,Timber,Umber,Vale,Verdant,Walnut,Westbrook,Wharf,Willow,Winter,Wren,Yarrow}',
  '{Ada,Aiko,Aisha,Alma,Amir,Ana,Anders,Anil,Astrid,Bea,Ben,Bruno,Carla,Carlos,Chen,Clara,Dana,
    Daniel,Diego,Elena,Elif,Emil,Emma,Erik,Eva,Farid,Fatima,Felix,Fiona,Freya,Gael,Grace,Hana,Hugo,
    Ines,Iris,Ivan,Jana,Jin,Jonas,Julia,Kai,Karim,Kavya,Kenji,Lars,Laura,Lea,Leo,Lina,Lucia,Luis,
    Maja,Marco,Maria,Mei,Mia,Milan,Mina,Nadia,Nina,Noah,Nora,Olga,Oscar,Paula,Pedro,Priya,Rafael,
    Rania,Ravi,Rosa,Ruth,Sami,Sara,Sofia,Sven,Tara,Theo,Tomas,Uma,Vera,Viktor,Yara,Yuki,Zoe}',
  '{Abe,Adler,Almeida,Andersson,Baker,Banerjee,Bauer,Becker,Bennett,Berg,Bianchi,Bose,Brandt,Castro,
    Chen,Cohen,Costa,Dahl,Das,Davies,Diaz,Dubois,Eriksen,Evans,Fischer,Fontaine,Garcia,Gill,Gomez,
    Green,Haas,Hall,Hansen,Hayashi,Hughes,Ito,Jansen,Jones,Kaur,Keller,Khan,Kim,Klein,Kumar,Laurent,
    Lee,Lewis,Lima,Lopez,Martin,Mehta,Meyer,Moreau,Morgan,Mori,Nair,Nguyen,Nilsson,Novak,Okafor,Olsen,
    Ortiz,Park,Patel,Perez,Petit,Quinn,Ramos,Rao,Reid,Ricci,Rossi,Roy,Russo,Santos,Sato,Scott,Shah,
    Silva,Singh,Smith,Sousa,Tanaka,Taylor,Torres,Vogel,Wagner,Walker,Wang,Weber,Wolf,Wong,Young}');
