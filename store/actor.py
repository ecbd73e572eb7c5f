"""Who is acting when nobody has said so: EVALDESK_ACTOR, else the user of the machine."""

import getpass
import os


def default_actor() -> str:
    """The name that goes under decisions until somebody says another one."""
    try:
        return os.environ.get("EVALDESK_ACTOR", "").strip() or getpass.getuser()
    except (OSError, KeyError):  # a container whose user has no name
        return "someone"
