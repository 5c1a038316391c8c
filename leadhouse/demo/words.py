"""Word lists for names that nobody bears: made up, combined at random. Reads and writes nothing."""


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(text.split())


FIRST_NAMES = words_of(
    """
    Anna Ben Carla David Elif Finn Greta Hanna Ivo Jana Karl Lena Mara Nils Ole Petra Rico Sina Tom Uta Vera Wim
    Alice Brian Chloe Derek Emma Fiona Gavin Holly Isla Jack Keira Liam Megan Nora Oscar Poppy Rhys Sophie Theo
    Amber Bruce Cora Dylan Evan Faye Grant Hazel Jordan Kelly Logan Molly Noel Paige Quinn Ruby Seth Tara Wade Zoe
    Jürgen Zoë André Søren
    """
)
LAST_NAMES = words_of(
    """
    Adler Brandt Clemens Dorn Eckert Falk Gruber Hartwig Imhof Jansen Keller Lorenz Merz Nowak Ortmann Pohl Quandt
    Riedel Seidel Thoma Ulmer Vogt Wieland Zeller Ashdown Barlow Crossley Denholm Ellery Fenwick Garside Hollis
    Ingram Kershaw Langley Marlow Norwood Oakes Prescott Redfern Sutcliffe Thorne Underhill Whitlock Archer Beckett
    Calloway Dalton Easton Fletcher Granger Holloway Irving Keaton Lawson Mercer Nash Porter Rollins Sawyer Tanner
    Whitaker Müller-Voss O'Hale Łukas
    """
)
COMPANY_FIRST = words_of(
    """
    Nordwind Hochfeld Rheinblick Alster Brocken Silberbach Lindenau Steinweg Blaufels Kornhaus Ostertal Weidenhof
    Harbour Copperfield Greyfriars Millbrook Redwater Ashgrove Kingsway Thornbury Westmere Foxglove Larkhill Wyvern
    Summit Cascade Pinecrest Lakeshore Ironwood Bluestem Redrock Clearfork Oakridge Stonegate Silverleaf Maplewood
    Delta Vertex Quanta Lumen Kinetic Helio Aster Novum Terra Fluxion
    """
)
COMPANY_SECOND = words_of(
    """
    Logistik Maschinen Technik Werke Energie Pharma Handel Verlag Foods Textiles Robotics Software Analytics Freight
    Optics Dental Materials Packaging Motors Marine Labs Systems Health Media Security Insurance Chemicals Paper
    Instruments Tools Plastics Ceramics Cables Pumps Aviation Solar
    """
)
COMPANY_ENDS = (("GmbH", "AG", "KG"), ("Ltd", "plc", "Group"), ("Inc", "LLC", "Corp"))
CITIES = (
    ("Berlin", "Hamburg", "München", "Köln", "Leipzig", "Wien", "Zürich"),
    ("London", "Leeds", "Bristol", "Glasgow", "Dublin", "Manchester"),
    ("Boston", "New York", "Atlanta", "Toronto", "Philadelphia", "Charlotte"),
)
COUNTRIES = ("Germany", "United Kingdom", "United States")
TITLES = (
    "Head of Operations", "Plant Manager", "Buyer", "IT Manager", "CFO", "Managing Director", "Engineer",
    "Head of Sales", "Logistics Lead", "Quality Manager", "Assistant", "Data Analyst",
)  # fmt: skip
INDUSTRIES = (
    "Manufacturing", "Transportation", "Technology", "Healthcare", "Retail", "Energy", "Chemicals", "Consulting",
    "Insurance", "Media",
)  # fmt: skip
