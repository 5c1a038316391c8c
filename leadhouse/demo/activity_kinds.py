"""The ways in which an activity can be written down, and what each truly is.

Reads and writes nothing. `attempt` and `automated` are the simulation's truth; the other fields are what the
export shows.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One way of logging. attempt: a person tried to reach the lead. automated: a machine wrote to the lead.

    counts_by_day: only the day is known. is_open: planned, not done. The rest are Salesforce fields.
    """

    name: str
    subject: str
    attempt: bool = False
    automated: bool = False
    counts_by_day: bool = False
    is_open: bool = False
    object_name: str = "Task"
    type: str = ""
    subtype: str = "Task"
    call_type: str = ""
    has_length: bool = False
    has_message: bool = False
    is_child: bool = False
    is_series: bool = False


KINDS = (
    Kind("call", "Call", attempt=True, type="Call", subtype="Call", call_type="Outbound", has_length=True),
    Kind("call_by_type", "Intro talk", attempt=True, type="Call"),
    Kind("call_by_length", "Spoke on the phone", attempt=True, has_length=True),
    Kind("email", "Email: Your enquiry", attempt=True, type="Email", subtype="Email"),
    Kind("email_by_type", "Follow-up", attempt=True, type="Email"),
    Kind("email_by_subject", "Email: Our offer for you", attempt=True),
    Kind("email_message", "Re: Your enquiry", attempt=True, subtype="Email", has_message=True),
    Kind("meeting_task", "Visit", attempt=True, type="Meeting"),
    Kind("meeting", "Meeting", attempt=True, object_name="Event", type="Meeting"),
    Kind("meeting_all_day", "On-site day", attempt=True, counts_by_day=True, object_name="Event", type="Meeting"),
    Kind("meeting_copy", "Meeting", object_name="Event", type="Meeting", is_child=True),
    Kind("meeting_series", "Meeting", object_name="Event", type="Meeting", is_series=True),
    Kind("auto_reply", "Automatic reply: We received your enquiry", automated=True, type="Email", subtype="Email"),
    Kind("auto_mail", "Email: Thank you for your interest", automated=True, type="Email", subtype="Email",
         has_message=True),
    Kind("list_email", "List Email: Autumn news", automated=True, type="Email", subtype="ListEmail"),
    Kind("cadence", "Step 2: gentle reminder", automated=True, subtype="Cadence"),
    Kind("mail_by_integration", "Email: Did you see our guide?", automated=True, type="Email", subtype="Email",
         has_message=True),
    Kind("queue_mail", "Email: We will be in touch", automated=True, type="Email", subtype="Email"),
    Kind("inbound_call", "Call", type="Call", subtype="Call", call_type="Inbound", has_length=True),
    Kind("inbound_mail", "Inbound e-mail: question", type="Email", subtype="Email"),
    Kind("internal_call", "Call with colleague", type="Call", subtype="Call", call_type="Internal", has_length=True),
    Kind("brochure", "Send brochure", type="Other"),
    Kind("social", "Connected on a network", type="Social"),
    Kind("open_call", "Call back", type="Call", subtype="Call", is_open=True),
    Kind("open_task", "Send offer", type="Other", is_open=True),
)  # fmt: skip
NUMBER = {kind.name: number for number, kind in enumerate(KINDS)}
