"""Switches each rule off, one after another, and runs the tests of the rules: every time they must fail.

`make switched-off` prints a line per rule. The plug-in below is loaded by this program only; nothing in the kit
can switch a rule off.
"""

import os
import subprocess
import sys
from pathlib import Path

OFF = "RULE_SWITCHED_OFF"
TEST = "test_a_rule_catches_its_planted_fault_in_sentences_that_say_where"


def pytest_configure(config):
    from alliancelab.authoring import rules

    name = os.environ[OFF]
    every = rules.every()
    every[name] = every[name]._replace(broken=lambda subject: [])


def main() -> int:
    from alliancelab.authoring import rules

    survived = []
    for name in rules.every():
        command = [sys.executable, "-m", "pytest", "-q", "-p", "switched_off", "-p", "no:cacheprovider"]
        paths = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
        ran = subprocess.run(
            [*command, f"tests/test_rules.py::{TEST}[{name}]"],
            cwd=Path(__file__).parents[1],
            env={**os.environ, OFF: name, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
        )
        noticed = ran.returncode == 1 and f"FAILED tests/test_rules.py::{TEST}[{name}]" in ran.stdout
        survived += [] if noticed else [name]
        print(f"{name:24}{'a test turns red' if noticed else 'NOBODY NOTICES'}", flush=True)
    print(f"{len(rules.every()) - len(survived)} of {len(rules.every())} rules are missed when they are switched off.")
    return bool(survived)


if __name__ == "__main__":
    raise SystemExit(main())
