{# Made by tools/dbt-package from contract/ and customer360.control. #}

{# The tables of the contract. #}
{% macro contract_tables() %}
{{ return([
    'team_members',
    'accounts',
    'account_team',
    'product_roles',
    'users',
    'contacts',
    'account_aliases',
    'identifiers',
    'contracts',
    'subscriptions',
    'invoices',
    'cancellation_requests',
    'acquisition_costs',
    'gross_margins',
    'currency_rates',
    'opportunities',
    'features',
    'entitlements',
    'expected_features',
    'account_attributes',
    'product_events',
    'metered_usage',
    'activity_rule',
    'onboarding_projects',
    'onboarding_milestones',
    'trainings',
    'training_attendance',
    'lifecycle_stages',
    'support_tickets',
    'ticket_status_changes',
    'ticket_messages',
    'calls',
    'working_hours',
    'interactions',
    'csm_touchpoints',
    'csm_tasks',
    'conversation_targets',
    'survey_responses',
    'csm_sentiment',
    'product_requests',
    'product_request_accounts',
    'kpi_targets',
    'score_rubrics',
    'playbook_rules',
    'vocabulary']) }}
{% endmacro %}

{# The version of the extension that the models are of. #}
{% macro extension_version() %}
{{ return('1.0.0dev') }}
{% endmacro %}
