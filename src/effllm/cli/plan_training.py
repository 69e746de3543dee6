"""What `effllm plan MODEL --train` prints: operations, hours, price, energy and loss of a training run."""

from typing import TYPE_CHECKING

from rich.text import Text

from effllm.cli.console import show, show_records, table
from effllm.wording import big, count

if TYPE_CHECKING:
    from effllm.plan import TrainingPlan

NAMES = {"compute": "Operations", "hours": "Accelerator hours", "price": "Price", "emissions": "Emissions"}


def rows(made: "TrainingPlan") -> list[tuple[str, str, str]]:
    """Return the rows of the table: what, value, formula."""
    found = []
    for name, title in NAMES.items():
        value = made.value(name)
        if value is not None:
            found.append((title, f"{value:,.3g} {value.unit}", made.figures[name].term.formula))
        elif name in made.unknown:
            found.append((title, "unknown", made.unknown[name]))
    if made.energy is not None:
        found.append(("Energy", f"{made.energy:,.3g} MWh", "carbon"))
    if made.days is not None:
        found.append(("Time", f"{made.days:,.3g} days", f"on {made.count:,} accelerators"))
    for loss in made.losses:
        outside = f"; {' and '.join(loss.extrapolated)} outside of its fit" if loss.extrapolated else ""
        found.append(("Loss", f"{loss.figure.value:,.3f} nats", f"{loss.figure.term.formula}{outside}"))
    return found


def title_of(made: "TrainingPlan", name: str) -> str:
    """Return what is trained, in words."""
    where = f" on {made.count:,} x {made.accelerator.name}" if made.accelerator else ""
    return f"Training {name}: {big(made.parameters)} parameters a token, {big(made.tokens)} tokens{where}"


def print_training(made: "TrainingPlan", name: str) -> None:
    """Print a training plan."""
    show(Text(title_of(made, name), "bold"))
    print()
    listed = table("of the run", "value", "formula", whole=("of the run", "value"))
    for row in rows(made):
        listed.add_row(*row)
    show_records(listed)
    print()
    near = table(f"{count(len(made.nearest), 'real run')} near it", "parameters", "tokens", "operations", "hours")
    for one in made.nearest:
        hours = one.total_accelerator_hours
        near.add_row(
            one.id,
            big(one.active_parameters or one.parameters or 0),
            big(one.tokens or 0),
            f"{one.compute:.3g}" if one.compute else "",
            f"{hours:,.0f}" if hours else "",
        )
    show_records(near)
    print()
    for said in made.notes:
        show(Text(f"note: {said}"))


def markdown(made: "TrainingPlan", name: str) -> str:
    """Return a training plan as a Markdown table."""
    lines = [f"## {title_of(made, name)}", "", "| of the run | value | formula |", "|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows(made)]
    lines += ["", f"Near it: {', '.join(one.id for one in made.nearest)}", "", *(f"- {said}" for said in made.notes)]
    return "\n".join([*lines, ""])
