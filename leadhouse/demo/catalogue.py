"""What the demo company sells through: sources, labels and prices, with what is true of each.

Reads and writes nothing. Beside every raw label stands its true meaning, known to the simulation; the
shipped definitions are not consulted, and `unmapped` marks labels that they are not meant to know.
"""

from dataclasses import dataclass

REPORTING_ZONE = "Europe/Berlin"
REPORTING_CURRENCY = "EUR"
TEST_DOMAIN = "qa.example"
SHARED_ADDRESSES = ("info@messehalle.example", "office@sharedworks.example", "sales@frontdesk.example")


@dataclass(frozen=True)
class Source:
    """One lead source: its share of leads, how it behaves, and its true category.

    weight: share of leads. call_rate: share that sales ever calls. quality: chance to qualify when called at
    a moderate speed. hot: share rated hot. around_the_clock: created at any hour. missing_email: share
    without an address. delay_hours: typical working hours to the first call.
    """

    label: str
    category: str
    weight: float
    call_rate: float
    quality: float
    hot: float
    around_the_clock: bool
    missing_email: float
    delay_hours: float


SOURCES = (
    Source("Web", "web", 0.23, 0.88, 0.24, 0.35, True, 0.00, 1.6),
    Source("Contact Us", "web", 0.06, 0.93, 0.33, 0.55, True, 0.00, 1.0),
    Source("Content", "web", 0.05, 0.72, 0.10, 0.05, True, 0.00, 5.0),
    Source("Paid Search", "advertising", 0.11, 0.84, 0.18, 0.20, True, 0.01, 2.5),
    Source("LinkedIn", "advertising", 0.06, 0.78, 0.13, 0.10, True, 0.00, 3.5),
    Source("Webinar", "webinar", 0.08, 0.74, 0.14, 0.08, True, 0.00, 6.0),
    Source("Trade Show", "event", 0.08, 0.66, 0.16, 0.12, False, 0.10, 14.0),
    Source("Email Campaign", "email", 0.05, 0.70, 0.11, 0.05, True, 0.00, 5.0),
    Source("Purchased List", "purchased_list", 0.09, 0.48, 0.03, 0.00, False, 0.18, 30.0),
    Source("Customer Referral", "referral", 0.05, 0.95, 0.42, 0.40, False, 0.04, 1.5),
    Source("Partner", "partner", 0.04, 0.90, 0.34, 0.30, False, 0.03, 3.0),
    Source("Cold Call", "sales", 0.05, 0.97, 0.12, 0.05, False, 0.25, 0.2),
    Source("Phone Inquiry", "phone", 0.03, 0.92, 0.36, 0.45, False, 0.22, 0.8),
    Source("Other", "other", 0.008, 0.70, 0.12, 0.05, False, 0.05, 6.0),
    Source("Community Podcast", "unmapped", 0.007, 0.75, 0.15, 0.10, True, 0.02, 4.0),
    Source("", "no_source", 0.005, 0.60, 0.10, 0.05, True, 0.05, 8.0),
)
PURCHASED_LIST, COLD_CALL, PARTNER, WEB = 8, 11, 10, 0

RATINGS = ("", "Hot", "Warm", "Cold", "hot", "Lukewarm")
TEMPERATURES = (None, "hot", "warm", "cold", "hot", "unmapped")

# Labels of lead statuses; the second and third were retired and live in histories and old records.
STATUSES = (
    ("Open - Not Contacted", "new"),
    ("New", "new"),
    ("Contacted", "contacted"),
    ("Working - Contacted", "contacted"),
    ("Parked (2024)", "unmapped"),
    ("Nurturing", "nurturing"),
    ("Qualified", "qualified"),
    ("Closed - Converted", "converted"),
    ("Closed - Not Converted", "disqualified"),
    ("Recycled", "nurturing"),
)
OPEN, NEW, CONTACTED, WORKING, PARKED, NURTURING, QUALIFIED, CONVERTED, DISQUALIFIED, RECYCLED = range(10)

DISQUALIFIED_REASONS = (
    ("", "no_reason_given", 0.22),
    ("Not interested", "no_need", 0.17),
    ("No Response", "no_response", 0.20),
    ("No Budget", "no_budget", 0.11),
    ("Timing", "timing", 0.09),
    ("Not a fit", "not_a_fit", 0.10),
    ("Wrong number", "bad_data", 0.06),
    ("Competitor", "competitor", 0.035),
    ("Gatekeeper", "unmapped", 0.01),
    ("Test", "test", 0.005),
    ("Duplicate", "duplicate", 0.0),
)
TEST_REASON, DUPLICATE_REASON = 9, 10

# Opportunity stages in selling order: label, true stage, probability in percent, forecast category.
STAGES = (
    ("Prospecting", "prospecting", 10, "Pipeline"),
    ("Qualification", "qualification", 20, "Pipeline"),
    ("Discovery", "qualification", 25, "Pipeline"),
    ("Needs Analysis", "qualification", 30, "Pipeline"),
    ("Value Proposition", "qualification", 50, "Pipeline"),
    ("Technical Win", "unmapped", 55, "Pipeline"),
    ("Proposal/Price Quote", "proposal", 65, "BestCase"),
    ("Negotiation/Review", "negotiation", 85, "Forecast"),
    ("Closed Won", "won", 100, "Closed"),
    ("Closed Lost", "lost", 0, "Omitted"),
)
PROSPECTING, QUALIFYING, DISCOVERY, NEEDS, VALUE, TECHNICAL, PROPOSAL, NEGOTIATION, WON, LOST = range(10)

LOST_REASONS = (
    ("", "no_reason_given", 0.20),
    ("Price", "price", 0.19),
    ("Lost to Competitor", "competitor", 0.17),
    ("No Decision", "no_decision", 0.14),
    ("No Budget", "no_budget", 0.10),
    ("Timing", "timing", 0.08),
    ("Missing Feature", "missing_feature", 0.06),
    ("Duplicate", "duplicate", 0.025),
    ("Entered in Error", "entered_in_error", 0.02),
    ("Champion left", "unmapped", 0.015),
)
NEVER_REAL_REASONS = ("duplicate", "entered_in_error", "test")
COMPETITORS = ("Halden Systems", "Orbitra", "Kestrel Suite", "Vantora", "In-house build")
OPPORTUNITY_TYPES = ("New Business", "Existing Business", "Renewal")

# CHF has no rate on purpose: what it amounts to in the reporting currency is not known.
CURRENCIES = ("EUR", "GBP", "USD", "CHF")
# Quarter begin, GBP and USD into EUR (made up, of a plausible size), six decimals.
RATES = (
    ("2023-10-01", 1.1530, 0.9440),
    ("2024-01-01", 1.1512, 0.9057),
    ("2024-04-01", 1.1691, 0.9269),
    ("2024-07-01", 1.1798, 0.9334),
    ("2024-10-01", 1.2011, 0.8968),
    ("2025-01-01", 1.2054, 0.9662),
    ("2025-04-01", 1.1954, 0.9268),
    ("2025-07-01", 1.1672, 0.8490),
    ("2025-10-01", 1.1453, 0.8521),
    ("2026-01-01", 1.1471, 0.8512),
    ("2026-04-01", 1.1536, 0.8604),
    ("2026-07-01", 1.1602, 0.8675),
    ("2026-10-01", 1.1587, 0.8633),
)
