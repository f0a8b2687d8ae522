"""The lessons in JupyterLab: laid out in the working folder where a wheel brought them, and how the server starts."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from alliancelab.ground import paths
from alliancelab.ground.messages import say

FIRST = "notebooks/10-first-look.ipynb"
# A kernel whose page was closed ends after twenty minutes: a forgotten lesson holds 150 MB, and a shared machine
# has many. A lesson that is open in a browser is spared (cull_connected stays off), however long its reader reads.
IDLE = ("--MappingKernelManager.cull_idle_timeout=1200", "--MappingKernelManager.cull_interval=60")


# The template of a page made from a notebook, by its folder: JupyterLab's export and its File > Print use it too.
PAGE = Path(__file__).parents[1] / "authoring" / "site"


def plotly_js() -> Path:
    """plotly's script for a browser, which came with plotly.

    >>> plotly_js().name
    'plotly.min.js'
    """
    # Found and not imported: the lab command starts at once.
    return Path(find_spec("plotly").origin).parent / "package_data" / "plotly.min.js"


class Layout(NamedTuple):
    """What laying out did: the files written, and those that were there and differ, which were left alone."""

    written: list[Path]
    left: list[Path]


def home() -> Path:
    """The folder to serve: the checkout, or the working folder with the lessons of the installed wheel laid out.

    Prints one sentence where it laid something out. Raises ValueError where the folder cannot be written.
    """
    root = paths.root()
    if (root / "helpers").is_dir():
        return root
    folder = Path.cwd()
    layout = lay_out(root, folder)
    n, left = len(layout.written), len(layout.left)
    print(say("lab.laid_out", n=n, folder=folder) if n else say("lab.there_already", folder=folder))
    if left:
        print(say("lab.left_alone", n=left, first=layout.left[0].relative_to(folder)))
    return folder


def lay_out(root: Path, folder: Path) -> Layout:
    """Copy the notebooks and lessons below root into a folder, never over a file that is there.

    The tables stay in the wheel, where the helpers read them. Raises ValueError where a file cannot be written.
    """
    layout = Layout([], [])
    for source in sorted((*(root / "notebooks").rglob("*"), *(root / "lessons").rglob("*"))):
        if source.is_dir() or "__pycache__" in source.parts:
            continue
        target = folder / source.relative_to(root)
        try:
            if _copied(source, target):
                layout.written.append(target)
            elif target.read_bytes() != source.read_bytes():
                layout.left.append(target)
        except OSError as error:
            raise ValueError(say("lab.not_writable", path=target, why=error.strerror)) from None
    return layout


def _copied(source: Path, target: Path) -> bool:
    if os.path.lexists(target):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    # "x" refuses a file that appeared meanwhile; half a file would be taken for the person's own next time.
    with target.open("xb") as file:
        try:
            file.write(source.read_bytes())
        except OSError:
            file.close()
            target.unlink()
            raise
    return True


def command(folder: Path, further: list[str]) -> list[str]:
    """The command that serves a folder and opens the first lesson; further words go to JupyterLab and win.

    >>> command(Path("kit"), ["--no-browser"])[1:3]
    ['-m', 'jupyterlab']
    """
    options = (
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{FIRST}",
        # No question about news and no look-up of versions: the kit works without a network.
        f"--LabApp.app_settings_dir={Path(__file__).parent}",
        "--HTMLExporter.template_name=page",
        f"--HTMLExporter.extra_template_basedirs={PAGE}",
        f"--HTMLExporter.extra_template_paths={plotly_js().parent}",
        *IDLE,
    )
    # JupyterLab refuses an option that is given twice.
    given = {word.partition("=")[0] for word in further}
    own = [option for option in options if option.partition("=")[0] not in given]
    return [sys.executable, "-m", "jupyterlab", "--allow-root", *own, *further]


def environment() -> dict[str, str]:
    """The environment of the server: its kernels start with kit, so that the very first slip gets a plain sentence.

    >>> environment()["JUPYTER_PATH"].startswith(str(Path(__file__).parent))
    True
    """
    places = [str(Path(__file__).parent), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    return {**os.environ, "JUPYTER_PATH": os.pathsep.join(places)}


def opened(further: list[str]) -> None:
    """Open the lessons in JupyterLab; does not come back."""
    words = command(home(), further)
    sys.stdout.flush()
    if sys.platform == "win32":
        raise SystemExit(subprocess.call(words, env=environment()))
    os.execve(words[0], words, environment())
