"""Run one program as somebody PostgreSQL accepts: `python -I -S lower.py HOW program arguments ...`.

PostgreSQL refuses to run as root, and its initdb refuses a user without a line in the password file. HOW is
  as-is      nothing to change;
  namespace  a Linux user namespace, in which the present user has the number of an ordinary one: nothing on
             disk needs another owner, and no right beyond the owner's files is left;
  UID:GID    that user, for containers that forbid namespaces; the cluster's folder must belong to it.
This file is run, not imported, by its launcher: leaving root must happen in a process without threads.
It uses the standard library only.
"""

import ctypes
import os
import pwd
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000  # linux/sched.h


def stand_in() -> pwd.struct_passwd | None:
    """Return an ordinary user of this machine: nobody, or the last one there is."""
    users = [user for user in pwd.getpwall() if user.pw_uid != 0]
    return next((user for user in users if user.pw_name == "nobody"), users[-1] if users else None)


def enter_namespace() -> None:
    """Become an ordinary user in a new user namespace. Raises OSError where that is forbidden."""
    user = stand_in()
    if user is None:
        raise OSError("there is no ordinary user on this machine")
    outside_user, outside_group = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "unshare") or libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are not allowed here")
    # Without this line the kernel refuses the next but one (user_namespaces(7)).
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user.pw_uid} {outside_user} 1")
    Path("/proc/self/gid_map").write_text(f"{user.pw_gid} {outside_group} 1")


def become(user: int, group: int) -> None:
    """Give up root for `user` and `group`. Raises OSError when we are not root."""
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)


def main() -> None:
    """Step down as the first argument says, then become the program that follows."""
    how, *command = sys.argv[1:]
    try:
        if how == "namespace":
            enter_namespace()
        elif how != "as-is":
            become(*(int(number) for number in how.split(":")))
        os.execv(command[0], command)  # noqa: S606 - replacing this process is its whole task
    except OSError as error:
        sys.exit(f"{error.strerror or error}")


if __name__ == "__main__":
    main()
