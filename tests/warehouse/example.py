"""The small invented warehouse that the examples of `docs/queries.md` are run on."""

from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from tests.warehouse.invented import INBOX, VERSIONS
from tests.warehouse.stories import Story, load
from warehouse.migrate import migrate
from warehouse.runs import start_run
from warehouse.transform import refresh

AS_OF = date(2026, 3, 10)
PORT = " ".join(f"The {part} of the port was inspected by engineers." for part in (
    "crane", "quay", "lighthouse", "customs house", "fish market", "dry dock"
))  # fmt: skip
FIRST_RUN = (
    Story("sierra-01", "2026-01-12", "AGREE", "PER", "CHL", "agreed",
          "Peru and Chile agreed to hold a joint patrol in the strait in February.", day="2026-02-01..2026-02-28",
          publisher="Agencia Sierra"),
    Story("sierra-02", "2026-01-20", "CONSULT", "PER", "ECU", "met", "Peru and Ecuador met in Lima on fishing quotas.",
          day="2026-01-20", place="Lima/PER/city", publisher="Agencia Sierra", more=PORT),
    Story("costa-02", "2026-01-21", "CONSULT", "PER", "ECU", "met", "Peru and Ecuador met in Lima on fishing quotas.",
          day="2026-01-20", place="Lima/PER/city", publisher="Radio Costa", more=PORT),
    Story("andes-02", "2026-01-21", "CONSULT", "ECU", "PER", "talks", "Ecuador held talks with Peru on quotas.",
          day="2026-01-20", publisher="Diario Andes", speaker="ECU"),
    Story("sierra-03", "2026-02-02", "SUPPORT", "PER", "ECU", "signed",
          "Peru and Ecuador signed the Puna Fisheries Accord.", day="2026-02-02", instrument="Puna Fisheries Accord",
          publisher="Agencia Sierra"),
    Story("costa-04", "2026-02-10", "ACCUSE", "CHL", "PER", "accused", "Chile accused Peru of dumping copper waste.",
          day="2026-02-10", mode="allege", publisher="Radio Costa", speaker="CHL"),
    Story("costa-05", "2026-01-15", "AGREE", "COL", "PER", "pledged", "Colombia pledged to deliver relief to Peru.",
          day="2026-01-20..2026-01-31", publisher="Radio Costa"),
)  # fmt: skip
SECOND_RUN = (
    Story("sierra-06", "2026-02-18", "COOPERATE", "CHL", "PER", "patrol", "Chile and Peru began to patrol the strait.",
          day="2026-02-17", status="ongoing", publisher="Agencia Sierra"),
    Story("andes-07", "2026-03-04", "COERCE", "PER", "PER", "seized", "Police seized four tons of cocaine in Callao.",
          day="2026-03-03", mode="seize", place="Callao/PER/city", quantities=(("four tons", 4.0, "cocaine"),),
          publisher="Diario Andes"),
    Story("costa-08", "2026-03-05", "COERCE", "PER", "PER", "arrested", "Peru arrested a port clerk over the cocaine.",
          day="2026-03-05", mode="arrest", publisher="Radio Costa"),
    Story("sierra-09", "2026-03-06", "COERCE", "PER", "PER", "arrested", "Peru arrested two sailors near Tacna.",
          day="2026-03-06", mode="arrest", place="Tacna/PER/city", publisher="Agencia Sierra"),
)  # fmt: skip


def build(con: DuckDBPyConnection, directory: Path) -> None:
    """Two runs over the invented articles."""
    migrate(con)
    for run_id, stories in (("first", FIRST_RUN), ("second", SECOND_RUN)):
        start_run(con, run_id=run_id, inbox=INBOX, **VERSIONS)
        load(con, directory, stories, run_id=run_id)
        refresh(con, run_id=run_id, as_of=AS_OF)
