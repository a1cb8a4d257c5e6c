{{ customer360.playbook_from(ref('playbook')) }}
