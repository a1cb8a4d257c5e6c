"""What `mf` answers, one command after the other in one process, since MetricFlow takes its time to begin: called by
package.py with a JSON list of the arguments of each, in the folder of a dbt project. Ends with 1 as soon as one
fails."""

import json
import sys

from dbt_metricflow.cli.cli_configuration import CLIConfiguration
from dbt_metricflow.cli.main import cli

configuration = CLIConfiguration()
for arguments in json.loads(sys.argv[1]):
    cli.main(arguments, obj=configuration, standalone_mode=False)
