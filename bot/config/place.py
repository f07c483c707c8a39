"""Where a configuration lives: its folder and the environment, for the files and secrets that it names.

A relative path counts from the configuration's own folder. A password comes from a file or from a variable
of the environment; when it cannot be found this says so at once, and never repeats what was written, for
a person may have put the password itself there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.config.values import Wrong


@dataclass(frozen=True, slots=True)
class Place:
    folder: Path
    environment: Mapping[str, str]
    secrets: bool = True  # whether passwords are fetched; who opens no mailbox needs none

    def path(self, written: str) -> Path:
        return self.folder / Path(written).expanduser()

    def password(self, user: str, *, file: str, variable: str) -> str:
        """The password of a mail server; empty only where there is no user to have one."""
        if file and variable:
            raise Wrong("give password_file or password_env, not both")
        if not user or (not self.secrets and (file or variable)):
            return ""
        if file:
            return self._from_file(file)
        if variable:
            return self._from_environment(variable)
        raise Wrong("the password is missing: put it in a file of its own and name that in password_file")

    def _from_file(self, file: str) -> str:
        try:
            secret = self.path(file).read_text(encoding="utf-8").strip("\r\n")
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is no text"
            raise Wrong(f"password_file: the file cannot be read ({why})") from None
        if not secret.strip():
            raise Wrong("password_file: the file is empty; write the password in it, alone on one line")
        return secret

    def _from_environment(self, variable: str) -> str:
        secret = self.environment.get(variable, "")
        if not secret:
            raise Wrong("password_env: no variable of that name is set; export it, or use password_file")
        return secret
