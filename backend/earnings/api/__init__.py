"""GraphQL of earnings."""

import strawberry

from backend.earnings.api import (
    banking,
    certificates,
    closing,
    consents,
    correcting,
    family,
    orders,
    paid_off,
    progress,
    received,
    remittances,
)
from backend.gql.access import Rule


@strawberry.type
class EarningsQuery(
    family.StatementsQuery,
    certificates.CertificatesQuery,
    received.ReceivedQuery,
    progress.ProgressQuery,
    consents.ConsentsQuery,
    orders.OrdersQuery,
    correcting.CorrectingQuery,
    closing.ClosingQuery,
    paid_off.PaidOffQuery,
    remittances.RemittancesQuery,
    banking.BankingQuery,
):
    """Statements, who may read them and what is asked about them; money sent and paid off."""


@strawberry.type
class EarningsMutation(
    family.StatementsMutation,
    certificates.CertificatesMutation,
    consents.ConsentsMutation,
    orders.OrdersMutation,
    correcting.CorrectingMutation,
    closing.ClosingMutation,
    remittances.RemittancesMutation,
    banking.BankingMutation,
):
    """Questions and answers, consents given and taken back, money paid out."""


QUERY_RULES: dict[str, Rule] = (
    family.QUERY_RULES
    | certificates.QUERY_RULES
    | received.QUERY_RULES
    | progress.QUERY_RULES
    | consents.QUERY_RULES
    | orders.QUERY_RULES
    | correcting.QUERY_RULES
    | closing.QUERY_RULES
    | paid_off.QUERY_RULES
    | remittances.QUERY_RULES
    | banking.QUERY_RULES
)
MUTATION_RULES: dict[str, Rule] = (
    family.MUTATION_RULES
    | certificates.MUTATION_RULES
    | consents.MUTATION_RULES
    | orders.MUTATION_RULES
    | correcting.MUTATION_RULES
    | closing.MUTATION_RULES
    | remittances.MUTATION_RULES
    | banking.MUTATION_RULES
)
