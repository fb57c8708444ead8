from sepas.config.settings import *  # noqa: F403

INSTALLED_APPS = ["tests.kernel.faults", *INSTALLED_APPS]  # noqa: F405
