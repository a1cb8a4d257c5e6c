{# Made by tools/dbt-package from contract/, sources/ and customer360.control. #}

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

{# The systems of which there are mappings: by which connectors, their raw tables, and the tables of the contract. #}
{% macro mappings() %}
{{ return({
    'delighted': {
        'connectors': ['airbyte'],
        'raw': ['people', 'survey_responses'],
        'tables': ['survey_responses']},
    'hubspot': {
        'connectors': ['fivetran'],
        'raw': ['company', 'company_property_history', 'contact', 'contact_company', 'deal', 'deal_company', 'deal_pipeline', 'deal_pipeline_stage', 'deal_stage', 'merged_deal', 'owner'],
        'tables': ['account_aliases', 'account_team', 'accounts', 'contacts', 'contracts', 'opportunities', 'team_members']},
    'intercom': {
        'connectors': ['fivetran'],
        'raw': ['admin', 'company_history', 'contact_company_history', 'contact_history', 'conversation_contact_history', 'conversation_history', 'conversation_part_history'],
        'tables': ['account_aliases', 'accounts', 'support_tickets', 'survey_responses', 'team_members', 'ticket_messages', 'ticket_status_changes']},
    'rudderstack': {
        'connectors': ['warehouse'],
        'raw': ['accounts', 'feature_events', 'groups', 'identifies', 'pages', 'tracks', 'users'],
        'tables': ['account_aliases', 'accounts', 'features', 'identifiers', 'interactions', 'product_events', 'users']},
    'salesforce': {
        'connectors': ['fivetran'],
        'raw': ['account', 'account_history', 'account_team_member', 'contact', 'contract', 'currency_type', 'dated_conversion_rate', 'event', 'opportunity', 'opportunity_contact_role', 'opportunity_history', 'task', 'user'],
        'tables': ['account_aliases', 'account_team', 'accounts', 'contacts', 'contracts', 'csm_tasks', 'csm_touchpoints', 'currency_rates', 'opportunities', 'team_members']},
    'segment': {
        'connectors': ['warehouse'],
        'raw': ['accounts', 'feature_events', 'groups', 'identifies', 'pages', 'tracks', 'users'],
        'tables': ['account_aliases', 'accounts', 'features', 'identifiers', 'interactions', 'product_events', 'users']},
    'stripe': {
        'connectors': ['airbyte', 'fivetran'],
        'raw': ['coupon', 'coupons', 'credit_note', 'credit_notes', 'customer', 'customer_discount', 'customers', 'discount', 'events', 'invoice', 'invoice_line_item', 'invoice_line_items', 'invoices', 'plan', 'plans', 'price', 'prices', 'product', 'products', 'subscription_discount', 'subscription_history', 'subscription_item', 'subscription_items', 'subscriptions'],
        'tables': ['account_aliases', 'accounts', 'cancellation_requests', 'invoices', 'subscriptions']},
    'zendesk': {
        'connectors': ['fivetran'],
        'raw': ['domain_name', 'organization', 'satisfaction_rating', 'schedule', 'schedule_holiday', 'ticket', 'ticket_comment', 'ticket_field_history', 'ticket_tag', 'user'],
        'tables': ['account_aliases', 'accounts', 'support_tickets', 'survey_responses', 'team_members', 'ticket_messages', 'ticket_status_changes', 'working_hours']}}) }}
{% endmacro %}

{# The version of the extension that the models are of. #}
{% macro extension_version() %}
{{ return('1.1.0dev') }}
{% endmacro %}
