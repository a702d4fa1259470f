"""Alembic's entry. The connection comes from `core.database.migrate`."""

from alembic import context

from core.appointments import models as _appointments  # noqa: F401
from core.approvals import models as _approvals  # noqa: F401
from core.audit import models as _audit  # noqa: F401
from core.cases import models as _cases  # noqa: F401
from core.database import Base
from core.drafts import models as _drafts  # noqa: F401
from core.identity import models as _identity  # noqa: F401
from core.outbox import models as _outbox  # noqa: F401
from core.payments import models as _payments  # noqa: F401
from core.public_documents import models as _public_documents  # noqa: F401
from core.pushes import models as _pushes  # noqa: F401
from core.vault import models as _vault  # noqa: F401
from core.wishes import models as _wishes  # noqa: F401  tells the metadata its tables
from core.work_orders import models as _work_orders  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
