"""The commands of the kit, for students (lab), lecturers and authors: python -m alliancelab COMMAND."""

import argparse
import os
import sys
from pathlib import Path

from alliancelab.ground.messages import say


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 with one sentence when it did not."""
    parser = argparse.ArgumentParser(
        prog="python -m alliancelab",
        description=__doc__,
        fromfile_prefix_chars="@",  # seal NAME --rows @FILE, one name a line
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for command in (
        _lab, _check, _keys, _site, _lessons, _datasets, _agreement, _new, _seal, _rules, _verdicts, _links, _restore,
        _update, _syllabus, _print, _play, _marking,
    ):  # fmt: skip
        command(commands)
    for command in _DESK:
        command(commands)
    chosen, rest = parser.parse_known_args(arguments)
    if rest and chosen.command != "lab":
        parser.error(say("commands.unknown_option", command=chosen.command, given=rest[0]))
    try:
        code = chosen.run(chosen, rest) or 0
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough; what Python still wants to write at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (LookupError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1


def _command(commands, name: str, run, about: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about)
    command.set_defaults(run=run)
    return command


def _lab(commands) -> None:
    def run(_chosen, rest) -> None:
        from alliancelab import lab

        lab.opened(rest)

    _command(commands, "lab", run, say("commands.lab"))


def _keys(commands) -> None:
    def run(chosen, _rest) -> None:
        from alliancelab.authoring import deposit, keys
        from alliancelab.classroom.course import COURSE

        for slug in chosen.lessons or COURSE.slugs():
            print(say("commands.key_made", path=keys.make_key(slug).relative_to(COURSE.root)))
        keys.write_overview()
        if (COURSE.root / "CITATION.cff").is_file():
            deposit.write()

    _command(commands, "keys", run, say("commands.keys")).add_argument(
        "lessons", nargs="*", help=say("commands.keys_lessons")
    )


def _site(commands) -> None:
    def run(chosen, _rest) -> None:
        from alliancelab.authoring import site

        for path in site.build(chosen.folder):
            print(say("commands.written", path=path))

    _command(commands, "site", run, say("commands.site")).add_argument(
        "folder", nargs="?", type=Path, default=Path("site"), help=say("commands.site_folder")
    )


def _lessons(commands) -> None:
    def run(_chosen, _rest) -> None:
        from alliancelab.classroom.course import COURSE

        for slug in COURSE.slugs():
            settings = COURSE.settings(slug)
            print(say("commands.lesson", slug=slug, minutes=settings.minutes, question=settings.question))

    _command(commands, "lessons", run, say("commands.lessons"))


def _datasets(commands) -> None:
    def run(_chosen, _rest) -> None:
        from alliancelab import catalogue

        for name in catalogue.names():
            table = catalogue.load(name)
            print(say("commands.dataset", name=name, n=len(table), as_of=table.attrs["as_of"]))

    _command(commands, "datasets", run, say("commands.datasets"))


def _agreement(commands) -> None:
    def run(_chosen, _rest) -> None:
        from alliancelab import agreement, catalogue

        codings = catalogue.load("second-codings")
        for line in agreement.by_variable(codings).itertuples():
            print(say("commands.agreement_line", line=line))
        for variable in codings["variable"].astype("str").drop_duplicates():
            for code in agreement.by_category(codings, variable).itertuples():
                print(say("commands.agreement_code", variable=variable, code=code))
        print(say("commands.agreement_limits"))

    _command(commands, "agreement", run, say("commands.agreement"))


def _new(commands) -> None:
    def lesson(chosen, _rest) -> None:
        from alliancelab.authoring import new

        for path in new.new_lesson(chosen.slug):
            print(say("commands.written", path=path))

    def dataset(chosen, _rest) -> None:
        from alliancelab.authoring import new

        for path in new.new_dataset(chosen.name, chosen.file):
            print(say("commands.written", path=path))

    kinds = commands.add_parser("new", help=say("commands.new")).add_subparsers(dest="kind", required=True)
    _command(kinds, "lesson", lesson, say("commands.new_lesson")).add_argument("slug", help=say("commands.new_slug"))
    made = _command(kinds, "dataset", dataset, say("commands.new_dataset"))
    made.add_argument("name", help=say("commands.new_name"))
    made.add_argument("file", type=Path, help=say("commands.new_file"))


def _seal(commands) -> None:
    def run(chosen, _rest) -> None:
        from alliancelab.authoring import seals
        from alliancelab.classroom.course import COURSE

        if chosen.name in COURSE.slugs():
            print(seals.seal_lesson(chosen.name, chosen.exercises))
        else:
            print(seals.seal_dataset(chosen.name, chosen.rows, chosen.why))

    command = _command(commands, "seal", run, say("commands.seal"))
    command.add_argument("name", help=say("commands.seal_name"))
    command.add_argument("--rows", nargs="+", default=[], help=say("commands.seal_rows"))
    command.add_argument("--exercises", nargs="+", default=[], help=say("commands.seal_exercises"))
    command.add_argument("--why", default="", help=say("commands.seal_reason"))


def _codebook(commands) -> None:
    def run(chosen, _rest) -> None:
        from alliancelab import catalogue
        from alliancelab.authoring import codebook

        for name in [chosen.name] if chosen.name else catalogue.names():
            print(codebook.page(name) if chosen.html else codebook.codebook(name))

    command = _command(commands, "codebook", run, say("codebook.command"))
    command.add_argument("name", nargs="?", help=say("codebook.command_name"))
    command.add_argument("--html", action="store_true", help=say("codebook.command_html"))


def _history(commands) -> None:
    def run(chosen, _rest) -> None:
        from alliancelab import catalogue

        changes = catalogue.history(chosen.name, " ".join(chosen.row))
        for change in changes.itertuples():
            print(say("codebook.change" if change.column else "codebook.row_added", change=change))
        if changes.empty:
            print(
                say(
                    "codebook.no_change", row=" ".join(chosen.row), version=catalogue.descriptor(chosen.name)["version"]
                )
            )

    command = _command(commands, "history", run, say("codebook.history"))
    command.add_argument("name", help=say("codebook.history_name"))
    command.add_argument("row", nargs="+", help=say("codebook.history_row"))


def _counts(commands) -> None:
    def run(_chosen, _rest) -> None:
        from alliancelab.authoring import codebook

        print(codebook.counts().to_string())

    _command(commands, "counts", run, say("codebook.counts"))


def _metadata(commands) -> None:
    def run(_chosen, _rest) -> None:
        from alliancelab.authoring import deposit

        print(say("commands.written", path=deposit.write().name))

    _command(commands, "metadata", run, say("codebook.metadata"))


def _syllabus(commands) -> None:
    def run(chosen, _rest) -> None:
        from alliancelab.classroom import syllabus

        print(syllabus.text(chosen.meetings, chosen.length, chosen.answers), end="")

    command = _command(commands, "syllabus", run, say("syllabus.command"))
    command.add_argument("--meetings", type=int, default=9, help=say("syllabus.command_meetings"))
    command.add_argument("--length", type=int, help=say("syllabus.command_length"))
    command.add_argument("--answers", action="store_true", help=say("syllabus.command_answers"))


def _print(commands) -> None:
    def run(chosen, _rest) -> None:
        from alliancelab.authoring import printing

        for path in printing.write(chosen.lesson, chosen.paper, chosen.out):
            print(say("commands.written", path=path))

    command = _command(commands, "print", run, say("printing.command"))
    command.add_argument("lesson", nargs="?", default="all", help=say("printing.command_lesson"))
    command.add_argument("--paper", default="A4", help=say("printing.command_paper"))
    command.add_argument("--out", type=Path, default=Path("print"), help=say("printing.command_out"))


def _play(commands) -> None:
    def run(chosen, _rest) -> None:
        from alliancelab import catalogue
        from alliancelab.bargaining import plays, seats

        at = seats.seated(catalogue.load("summit-seats"), chosen.students, seed=chosen.seed)
        for number, rows in at.groupby("table"):
            print(say("printing.table_n", n=number))
            # Two tables are two plays: each has its own seed.
            done = plays.play(rows, catalogue.load("summit-wishes"), seed=chosen.seed + number - 1)
            print("\n".join(plays.told(done, catalogue.load("summit-options"))))

    command = _command(commands, "play", run, say("printing.play"))
    command.add_argument("students", type=int, help=say("printing.play_students"))
    command.add_argument("--seed", type=int, default=7, help=say("printing.play_seed"))


def _review(commands) -> None:
    def run(chosen, _rest) -> None:
        from alliancelab.authoring import review

        print(review.review(chosen.on))

    _command(commands, "review", run, say("review.command")).add_argument("--on", help=say("review.command_on"))


def _enter(commands) -> None:
    def run(chosen, _rest) -> int:
        from alliancelab.authoring import entering

        for sentence in entering.enter(chosen.names, chosen.rows, chosen.why, chosen.as_of):
            print(sentence, flush=True)
        return _checked()

    command = _command(commands, "enter", run, say("entering.command"))
    command.add_argument("names", nargs="+", help=say("entering.command_names"))
    command.add_argument("--rows", nargs="+", default=[], help=say("entering.command_rows"))
    command.add_argument("--why", default="", help=say("entering.command_why"))
    command.add_argument("--as-of", help=say("entering.command_as_of"))


# What a data editor asks for.
_DESK = (_codebook, _history, _counts, _metadata, _review, _enter)


def _restore(commands) -> None:
    def run(chosen, _rest) -> None:
        from alliancelab.classroom import restore

        print(restore.restore(chosen.lesson).sentence)

    _command(commands, "restore", run, say("commands.restore")).add_argument(
        "lesson", help=say("commands.restore_lesson")
    )


def _update(commands) -> None:
    def run(_chosen, _rest) -> None:
        from alliancelab.classroom import restore

        for sentence in restore.update():
            print(sentence)

    _command(commands, "update", run, say("commands.update"))


def _marking(commands) -> None:
    def run(chosen, _rest) -> None:
        from alliancelab import catalogue
        from alliancelab.article import drafts, memo_marking
        from alliancelab.classroom.course import COURSE
        from alliancelab.forms import files

        plans = [(COURSE.root / "lessons" / slug / "lesson.md").read_text(encoding="utf-8") for slug in COURSE.slugs()]
        plan = next((plan for plan in plans if f"## {memo_marking.HEADING}" in plan), "")
        shelf = drafts.Shelf(catalogue.load("article-claims"), COURSE.findings(), {})
        page = memo_marking.sheets(shelf, chosen.folder, memo_marking.rubric(plan))
        (made,) = files.new_files(chosen.folder, "marking", {".html": page.encode("utf-8", "replace")})
        print(say("commands.written", path=made))

    _command(commands, "marking", run, say("commands.marking")).add_argument(
        "folder", type=Path, help=say("commands.marking_folder")
    )


def _check(commands) -> None:
    command = _command(commands, "check", lambda chosen, _rest: _checked(chosen.only), say("commands.check"))
    command.add_argument("only", nargs="?", help=say("commands.check_only"))


def _checked(only: str | None = None) -> int:
    from alliancelab.authoring import rules

    faults = rules.check(only=only)
    for fault in faults:
        print(say("commands.fault", rule=fault.rule, sentence=fault.sentence))
    print(say("commands.faults", n=len(faults)) if faults else say("commands.in_order"))
    return bool(faults)


def _verdicts(commands) -> None:
    def run(_chosen, _rest) -> None:
        from alliancelab.article import sensitivity
        from alliancelab.classroom.course import COURSE

        rules = {name: rule for slug in COURSE.slugs() for name, rule in COURSE.rules(slug).items()}
        print(sensitivity.overview(rules).to_string(index=False, max_colwidth=100))

    _command(commands, "verdicts", run, say("commands.verdicts"))


def _rules(commands) -> None:
    def run(_chosen, _rest) -> None:
        from alliancelab.authoring import rules

        print(rules.listing())

    _command(commands, "rules", run, say("commands.rules"))


def _links(commands) -> None:
    def run(_chosen, _rest) -> int:
        from alliancelab import catalogue
        from alliancelab.authoring import links

        told = links.accounts({name: catalogue.load(name) for name in links.READERS})
        found = links.open_questions(catalogue.load("shared-events"), told)
        for sentence in found:
            print(sentence)
        print(say("commands.links_open", n=len(found)) if found else say("commands.links_done"))
        return bool(found)

    _command(commands, "links", run, say("commands.links"))


if __name__ == "__main__":
    raise SystemExit(main())
