-- Who owes, and how late they pay: one row per customer signed by as_of(). An invoice is overdue from the day after
-- due_on until it is paid; one without due_on has no part in anything that is late. Credit notes are not set off, since
-- nothing tells against which invoice, except one that gives back an unpaid invoice in full: that invoice is not owed.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- arr: annual recurring revenue on as_of(); 0 = not charged, NULL = not known
-- status: as in account_status; past_due is what the billing system says of a subscription
-- open_amount: invoiced by as_of() and not paid by then, due or not; NULL here and below = no invoices, or none that
--   tells when it was paid; of amounts also = one of them is in a currency without a rate
-- overdue_amount: the part of it that is overdue; 0 = none; NULL here and below = no invoice tells when it was due
-- overdue_invoices: overdue invoices
-- overdue_since: due_on of the oldest of them; NULL = none
-- overdue_days: days from overdue_since to as_of(); 0 = none is overdue
-- ageing: overdue_days by class: none, 1-30, 31-60, 61-90 or over 90
-- due_invoices_12m: invoices that fell due in the twelve months up to as_of() and were paid by then, or are overdue
-- paid_late_12m: those among them paid after due_on, or overdue
-- paid_late_share_12m: paid late ÷ due, invoices per invoice; NULL = none fell due
-- days_late_median_12m: median of the days that they were late: until paid, or until as_of(); 0 = by due_on
-- open_credit: credit notes not paid out by as_of(); negative or 0
-- last_paid_on: day of the last payment
select
  csm_accounts.account_id,
  csm_accounts.account,
  csm_accounts.csm,
  csm_accounts.arr,
  csm_accounts.status,
  payment_measures.open_amount,
  payment_measures.overdue_amount,
  payment_measures.overdue_invoices,
  payment_measures.overdue_since,
  payment_measures.overdue_days,
  payment_measures.ageing,
  payment_measures.due_invoices_12m,
  payment_measures.paid_late_12m,
  payment_measures.paid_late_share_12m,
  payment_measures.days_late_median_12m,
  payment_measures.open_credit,
  payment_measures.last_paid_on
from csm_accounts
join payment_measures on payment_measures.account_id = csm_accounts.account_id
