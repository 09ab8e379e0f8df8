"""How many visits a population asks for on each weekday: for benches and for timetables that must hold."""

VISITS_A_WEEK = 0.85
"""Visits an inmate receives a week: 4.3 million in 2019 for about 97,000 people (domain fact S17)."""

_SHARES = {1: 0.01, 2: 0.02, 3: 0.24, 4: 0.03, 5: 0.04, 6: 0.32, 7: 0.34}
"""Example values: most prisons open on Wednesday, Saturday and Sunday (S15, S29, S36), weekends the fullest."""


def demand_by_weekday(inmates: int, visits_a_week: float = VISITS_A_WEEK) -> dict[int, int]:
    """Visits asked for in a week by ISO weekday (1 Monday … 7 Sunday); they add up to the week's whole."""
    whole = round(inmates * visits_a_week)
    demand = {weekday: int(whole * share) for weekday, share in _SHARES.items()}
    demand[7] += whole - sum(demand.values())
    return demand
