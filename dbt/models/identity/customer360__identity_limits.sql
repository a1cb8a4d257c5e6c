-- Made by tools/dbt-package from views/.
{{ config(alias='identity_limits') }}

select
  -- One user is one person. A mailbox or device with more than a dozen others behind it belongs to nobody.
  jsonb '{"most_per_entity": {"user_id": 1}, "most_links": {"email": 12, "device_id": 12, "anonymous_id": 12}}' as limits
