-- What somebody's title says of the role, for those of whom nobody said it: one row per person. It says who decides,
-- administrates or pays, but not who is a sponsor or a champion.
select
  live_contacts.id,
  case
    when live_contacts.title ~* '\m(billing|accounts payable|accountant|accounting|bookkeep\w*|invoices?|finance)\M'
      and live_contacts.title !~* '\m(chief|vp|vice president|head of|director|cfo)\M' then 'billing'
    when live_contacts.title
        ~* '\m(chief|c[efimopt]o|founder|co-?founder|owner|president|vp|svp|evp|head of|director)\M'
      and live_contacts.title !~* '\mproduct owner\M' then 'decision_maker'
    when live_contacts.title ~* '\m(admin|administrator|it manager)\M' then 'admin'
    else 'user'
  end as role
from live_contacts
