// The built site in Chromium: every page opens without an error, shows what psql says, filters, searches and drills
// down. Prints TAP, and at last `N passed, N failed`. Needs psql and its settings, and CHROMIUM where it is not
// /usr/bin/chromium.
//
//   node pages.mjs SITE SCREENSHOTS     a screenshot of each page, wide and narrow, goes into a directory
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { serve } from './serve.mjs';

const [site, screenshots] = process.argv.slice(2);
mkdirSync(screenshots, { recursive: true });
// A page that hangs ends the test; nothing is judged by it.
const patience = 120_000;

let passed = 0;
let failed = 0;
function ok(condition, name, detail = '') {
  condition ? passed++ : failed++;
  console.log(`${condition ? 'ok' : 'not ok'} ${passed + failed} - ${name}`);
  if (!condition && detail) console.log(`#   ${String(detail).replaceAll('\n', '\n#   ')}`);
}
const equal = (got, wanted, name) => ok(got === wanted, name, `got ${got}, psql says ${wanted}`);

// Rows of the views, with the numbers that the pages show written as they write them.
const psql = (sql) =>
  execFileSync('psql', ['-XAtq', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-c', sql], { encoding: 'utf8' })
    .trimEnd().split('\n').map((line) => line.split('\t'));
const one = (sql) => psql(sql)[0][0];
const money = "'FM999,999,999,990'";

const server = await serve(site);
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage']
});
const context = await browser.newContext({ viewport: { width: 1500, height: 1000 }, locale: 'en-US' });
const page = await context.newPage();
page.setDefaultTimeout(patience);

let troubles = [];
page.on('response', (response) => {
  if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`);
});
page.on('pageerror', (error) => troubles.push(error.message));
page.on('dialog', (dialog) => {
  troubles.push(`a dialog: ${dialog.message()}`);
  dialog.dismiss();
});

// Svelte has taken over, and the queries have come.
async function settle() {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => !document.querySelector('#__evidence_project_splash'));
  await page.waitForFunction(() => !document.querySelector('article [role="status"], article .animate-pulse'));
}
async function open(path) {
  troubles = [];
  await page.goto(base + path);
  await settle();
}
const main = () => page.locator('article');
const table = (view, place = 0) => page.locator(`[data-view="${view}"]`).nth(place);
const cells = (row) => row.locator('td').allInnerTexts().then((texts) => texts.map((text) => text.trim()));
// Each table of Evidence has a twin for the full screen, which comes first in the page and is hidden: a click on the
// first row that is found would wait for ever.
const rows = (view, place = 0) => table(view, place).locator('tr.row-lines:not(dialog *)');
const number = (id) => page.locator(`[data-number="${id}"]`).first().innerText().then((text) => text.trim());

// The notice that a page is being loaded comes late, and lies on the page.
const noticed = () => page.waitForFunction(() => !document.querySelector('.fixed.bottom-0 [role="none"]'));

// name-top.png is what a window shows; docs/images has two of them.
async function shoot(name) {
  await noticed();
  await page.screenshot({ path: `${screenshots}/${name}-top.png`, clip: { x: 0, y: 0, width: 1500, height: 850 } });
  await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
  await page.setViewportSize({ width: 400, height: 900 });
  await page.waitForTimeout(600); // charts follow the width in steps
  await page.screenshot({ path: `${screenshots}/${name}-narrow.png`, fullPage: true });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  ok(width <= 400, `${name}: nothing sticks out of a narrow window`, `it is ${width} wide`);
  await page.setViewportSize({ width: 1500, height: 1000 });
}

const customer = one('select account_id from book order by place limit 1');
const pages = {
  book: '/',
  customer: `/customer/${customer}/`,
  revenue: '/revenue/',
  adoption: '/adoption/',
  onboarding: '/onboarding/',
  support: '/support/',
  team: '/team/',
  feedback: '/feedback/',
  kpis: '/kpis/',
  kpi: '/kpi/nrr/',
  quality: '/quality/'
};
const stands_on = one('select max(day) from active_users');
const unexplained = one('select count(*) from reconciliation where unexplained <> 0');
const links = new Set();
for (const [name, path] of Object.entries(pages)) {
  await open(path);
  ok(troubles.length === 0, `${name}: opens without an error`, troubles.join('\n'));
  const alerts = await main().locator('.bg-red-50, [role="alert"]').allInnerTexts();
  ok(alerts.length === 0, `${name}: nothing on it has failed`, alerts.join('\n'));
  const text = await main().innerText();
  ok(!/\b(undefined|NaN|null|\[object)\b/.test(text), `${name}: no value is left undefined`,
    text.split('\n').filter((line) => /\b(undefined|NaN|null|\[object)\b/.test(line)).join('\n'));
  const refreshed = await page.locator('.refreshed').innerText();
  ok(refreshed.includes(`Stands on ${stands_on}`) && refreshed.includes('nothing unexplained') === (unexplained === '0'),
    `${name}: says of which day it is, and what is unexplained`, refreshed);
  const without = await page.evaluate(() => {
    const headings = [...document.querySelectorAll('[data-view] thead tr:last-child th, .label')].map((node) => [node, node.title]);
    const terms = [...document.querySelectorAll('.meaning dt')].map((node) => [node, node.nextElementSibling.textContent]);
    return [...headings, ...terms]
      .filter(([node, text]) => !node.closest('dialog') && node.textContent.trim() !== '' && text.trim() === '')
      .map(([node]) => `${node.closest('[data-view]')?.dataset.view ?? ''} ${node.textContent.trim()}`);
  });
  ok(without.length === 0, `${name}: every number has a definition`, without.join('\n'));
  const local = await page.locator('a[href^="/"]').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href')));
  for (const link of local) links.add(link.replace(/#.*/, ''));
  await shoot(name);
}
const broken = [];
for (const link of links) {
  const { status } = await fetch(base + link);
  if (status !== 200) broken.push(`${status} ${link}`);
}
ok(links.size > 10 && broken.length === 0, 'every link on the pages leads somewhere', broken.join('\n'));

// Book
await open('/');
equal(await number('customers'), one('select count(*) from book'), 'book: number of customers');
equal(await number('arr'), one(`select to_char(sum(arr), ${money}) from book`), 'book: ARR');
const first = await cells(rows('book').nth(0));
const [wanted] = psql(`select account, to_char(arr, ${money}), why from book order by place limit 1`);
equal([first[1], first[4], first[2]].join('|'), wanted.join('|'), 'book: the first customer');
ok((await table('book').locator('td[data-band]').nth(0).getAttribute('data-band')) !== '', 'book: bands are coloured');

// A filter, chosen as a reader does; the figures above the table follow.
async function filter(title, choice, wanted, name) {
  await open('/');
  await page.getByRole('combobox', { name: title, exact: true }).click();
  await page.getByRole('option', { name: choice, exact: true }).click();
  const follows = (number) => document.querySelector('[data-number="customers"]')?.textContent.trim() === number;
  await page.waitForFunction(follows, wanted).catch(() => {});
  equal(await number('customers'), wanted, name);
}
const [csm, of_csm] = psql(`select csm, count(*) from book where csm is not null group by csm
  order by count(*), csm limit 1`)[0];
await filter('CSM', csm, of_csm, 'book: filtered by CSM');
const [segment, of_segment] = psql(`select segment, count(*) from book where segment is not null group by segment
  order by count(*), segment limit 1`)[0];
await filter('Segment', segment, of_segment, 'book: filtered by segment');
await filter('Health band', 'Red', one("select count(*) from book where health_band = 'red'"),
  'book: filtered by band');

await open('/');
const sought = one('select account from book order by place desc limit 1');
await table('book').locator('input.search-bar:not(dialog *)').pressSequentially(sought, { delay: 20 });
const comes_first = (name) => document.querySelector('[data-view="book"] tr.row-lines:not(dialog *)')?.innerText.includes(name);
await page.waitForFunction(comes_first, sought).catch(() => {});
equal((await cells(rows('book').nth(0)))[1], sought, 'book: a search brings up the customer');

await open('/');
await rows('book').nth(0).locator('td').nth(1).click();
await page.waitForURL(`**/customer/${customer}/`);
await settle();
ok((await main().innerText()).includes(wanted[0]), 'book: a click on a row opens its customer');
ok(troubles.length === 0, 'book: drilling down makes no error', troubles.join('\n'));

// Customer
const [facts] = psql(`select to_char(arr, ${money}), round(adoption_score), adoption_band, open_tickets
  from customer_360 where account_id::text = '${customer}'`);
equal([await number('arr'), await number('adoption_score'), await number('adoption_band'), await number('open_tickets')]
  .join('|'), facts.join('|'), 'customer: ARR, score, band, tickets');
const scored = psql(`select label, to_char(contribution, 'FM990.0') from adoption_breakdown
  where account_id::text = '${customer}' order by position`);
const broken_down = [];
for (const row of await rows('adoption_breakdown').all()) {
  const texts = await cells(row);
  broken_down.push(`${texts[0]} ${texts[6]}`);
}
equal(broken_down.join('|'), scored.map((row) => row.join(' ')).join('|'), 'customer: the breakdown of its score');
equal(await rows('onboarding').count().then(String),
  one(`select count(*) from onboarding where account_id::text = '${customer}'`), 'customer: its onboardings');

// Revenue
await open('/revenue/');
const [bridge] = psql(`with ends as (select month, ending_mrr, lag(ending_mrr, 12) over (order by month) as year_before
  from mrr_bridge) select to_char(year_before, ${money}), to_char(ending_mrr, ${money}) from ends
  order by month desc limit 1`);
equal([await number('starting'), await number('ending')].join('|'), bridge.join('|'), 'revenue: from balance to balance');
equal([await number('net_revenue_retention'), await number('gross_revenue_retention')].join('|'),
  psql(`select to_char(100 * net_revenue_retention, 'FM990.0') || '%',
    to_char(100 * gross_revenue_retention, 'FM990.0') || '%' from revenue_retention where grouped_by = 'all'
    order by month desc limit 1`)[0].join('|'), 'revenue: NRR and GRR');

// Support, team, KPIs, quality
await open('/support/');
equal(await number('open_tickets'), one('select sum(open_tickets) from ticket_load'), 'support: open tickets');
await open('/team/');
const manager = await cells(rows('csm_portfolio').nth(0));
equal([manager[0], manager[1], manager[5]].join('|'), psql(`select csm, accounts, to_char(arr, ${money})
  from csm_portfolio order by arr desc nulls last limit 1`)[0].join('|'), 'team: the largest portfolio');
await open('/kpis/');
const kpis = {};
for (const row of await rows('kpis').all()) {
  const texts = await cells(row);
  kpis[texts[0]] = texts[1];
}
const month = "(select max(month) from kpi_months where is_finished) and grouped_by = 'all'";
equal(kpis['Net revenue retention'],
  one(`select to_char(100 * value, 'FM990.0') || '%' from kpis where kpi = 'nrr' and month = ${month}`), 'kpis: NRR');
equal(kpis.Customers, one(`select round(value) from kpis where kpi = 'customers' and month = ${month}`),
  'kpis: customers');
await rows('kpis').nth(3).locator('td').nth(0).click();
await page.waitForURL('**/kpi/nrr/');
await settle();
const [behind] = psql(`select account, to_char(numerator, 'FM999,999,990.00'), to_char(denominator, 'FM999,999,990.00')
  from kpi_accounts where kpi = 'nrr' and month = (select max(month) from kpi_months where is_finished)
  order by denominator desc, numerator desc limit 1`);
const shown = await cells(rows('kpi_accounts').nth(0));
equal([shown[0], shown[3], shown[4]].join('|'), behind.join('|'), 'kpi: the customers behind it');
await rows('kpi_accounts').nth(0).locator('td').nth(0).click();
await page.waitForURL('**/customer/*/');
await settle();
ok((await main().innerText()).includes(behind[0]), 'kpi: a click on a customer behind it opens the customer');
await open('/feedback/');
ok((await main().innerText()).includes('Nobody wrote a comment.'), 'feedback: a query without rows has a page');
await open('/quality/');
equal(await rows('reconciliation').count().then(String),
  one('select count(*) from reconciliation where day = (select max(day) from reconciliation)'),
  'quality: the measures that are reconciled');

await browser.close();
server.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
