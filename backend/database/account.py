"""The unprivileged account PostgreSQL runs as: ourselves, or one of its own when we are root."""

import os
import pwd
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path

from backend.database.binaries import EmbeddedError

# Ids that neither distributions, useradd, nor systemd hand out to anybody (systemd.io/UIDS-GIDS).
UNUSED_IDS = range(60578, 61184)


@dataclass(frozen=True, slots=True)
class Account:
    """Whom a child process runs as, in no other groups; `None` twice: as ourselves."""

    uid: int | None = None
    gid: int | None = None

    @property
    def extra_groups(self) -> list[int] | None:
        """For `subprocess`: none at all for another account, left alone for ourselves."""
        return None if self.uid is None else []

    def give(self, tree: Path) -> None:
        """Makes the account the owner of `tree` and all in it, the top last: its owner tells that
        the rest is done. Links are changed, never followed."""
        if self.uid is None or self.gid is None:
            return
        for folder, folders, files in os.walk(tree, topdown=False):
            for name in (*files, *folders):
                os.chown(os.path.join(folder, name), self.uid, self.gid, follow_symlinks=False)
        os.chown(tree, self.uid, self.gid, follow_symlinks=False)

    def closed_parent(self, path: Path) -> Path | None:
        """The first folder above `path` that the account cannot pass through, if there is one."""
        if self.uid is None:
            return None
        return next(
            (parent for parent in reversed(path.parents) if not self._may_pass(parent)), None
        )

    def _may_pass(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


def server_account(data: Path) -> Account:
    """Whom the server of `data` runs as: ourselves, or when we are root the owner of the data.

    New data get an id of their own that no account has, so that neither another service nor
    `nobody` can read what families entrust to us. Raises EmbeddedError when there is none left.
    """
    if os.geteuid() != 0:
        return Account()
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    offset = zlib.crc32(os.fsencode(data))
    for step in range(len(UNUSED_IDS)):
        uid = UNUSED_IDS[(offset + step) % len(UNUSED_IDS)]
        if not _has_entry(uid):
            return Account(uid, uid)
    raise EmbeddedError(
        "No free user id for the embedded PostgreSQL; name a server in DATABASE_URL."
    )


def founding_account(account: Account) -> Account:
    """Who makes a new cluster: `initdb`, unlike `postgres`, insists on a line in the account table.

    The folder is handed to `account` before anything is stored in it.
    """
    if account.uid is None or _has_entry(account.uid):
        return account
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise EmbeddedError(
            "As root the embedded PostgreSQL needs the account 'nobody' to make its data folder; "
            "run as an ordinary user, or name a server in DATABASE_URL."
        ) from error
    return Account(nobody.pw_uid, nobody.pw_gid)


def _has_entry(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
