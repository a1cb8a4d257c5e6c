# Superset's settings for the test: all that it keeps lies in one folder, SUPERSET_HOME.
import os

SECRET_KEY = "of a test on this machine alone"
SQLALCHEMY_DATABASE_URI = f"sqlite:///{os.environ['SUPERSET_HOME']}/superset.db"
TALISMAN_ENABLED = False
WTF_CSRF_ENABLED = False
