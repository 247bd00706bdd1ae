//! Table 7 of the paper.

use Tier::{Established, Major, Niche};

/// A Python repository of the panel, measured whole. Shares are from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Repository {
    /// The name without its owner.
    pub name: &'static str,
    /// How widely known it is.
    pub tier: Tier,
    /// Stars, from 1,000 on in hundreds. `None` where the authors could not retrieve them, which
    /// they mark with 50.
    pub stars: Option<u32>,
    /// All lines, in hundreds below 10,000 and in thousands above.
    pub loc: u32,
    /// Flagged lines over all lines: the paper's violation %.
    pub violation_share: f64,
    /// Lines of clones over all lines.
    pub clone_ratio: f64,
    /// Source lines that are flagged or in clones, over all lines. Other lines can be flagged too, so
    /// it may be less than `violation_share`.
    pub verbosity: f64,
    /// The share of complexity mass in callables with a complexity over 10.
    pub erosion: f64,
}

/// How widely known a repository is, by its stars. The bounds are those that the rows keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Under 1,000 stars, or stars that could not be retrieved.
    Niche,
    /// From 1,000 to 10,000 stars.
    Established,
    /// Over 10,000 stars.
    Major,
}

impl Tier {
    /// The name in lower case, as the paper has it: `niche`.
    pub fn name(self) -> &'static str {
        match self {
            Niche => "niche",
            Established => "established",
            Major => "major",
        }
    }
}

/// The panel, in the order of the paper.
#[rustfmt::skip]
pub static REPOSITORIES: [Repository; 48] = [
    //  name                     tier         stars               loc   viol., clone, verb., erosion
    row("simple-code-execution", Niche,       Some(4),           6900, [0.144, 0.024, 0.158, 0.395]),
    row("aggregate-prefixes",    Niche,       None,               600, [0.043, 0.041, 0.060, 0.000]),
    row("iart",                  Niche,       None,              2200, [0.213, 0.025, 0.220, 0.357]),
    row("mapyde",                Niche,       None,              2000, [0.145, 0.093, 0.190, 0.553]),
    row("seagl-2020-bot",        Niche,       None,              2000, [0.088, 0.069, 0.138, 0.000]),
    row("babelcode",             Niche,       Some(53),        13_000, [0.138, 0.039, 0.155, 0.396]),
    row("ansible-generator",     Niche,       Some(71),           900, [0.129, 0.048, 0.137, 0.470]),
    row("scdlbot",               Niche,       Some(418),         1600, [0.461, 0.053, 0.421, 0.931]),
    row("Makehuman",             Established, Some(1500),      35_000, [0.063, 0.048, 0.095, 0.297]),
    row("edgartools",            Established, Some(1900),     248_000, [0.144, 0.070, 0.162, 0.555]),
    row("python-projects",       Established, Some(2100),        2600, [0.061, 0.016, 0.065, 0.166]),
    row("omegaconf",             Established, Some(2400),      44_000, [0.288, 0.028, 0.298, 0.305]),
    row("textdistance",          Established, Some(3500),        4100, [0.150, 0.027, 0.165, 0.234]),
    row("strawberry",            Established, Some(4600),      93_000, [0.073, 0.088, 0.119, 0.206]),
    row("structlog",             Established, Some(4700),      16_000, [0.038, 0.069, 0.069, 0.129]),
    row("jsonschema",            Established, Some(4900),      11_000, [0.083, 0.100, 0.152, 0.335]),
    row("boltons",               Established, Some(6900),      23_000, [0.071, 0.047, 0.098, 0.375]),
    row("flower",                Established, Some(7100),     152_000, [0.087, 0.065, 0.122, 0.243]),
    row("records",               Established, Some(7200),        1000, [0.047, 0.071, 0.099, 0.183]),
    row("boto3",                 Established, Some(9700),      21_000, [0.109, 0.087, 0.162, 0.053]),
    row("uvicorn",               Major,       Some(10_500),    12_000, [0.124, 0.057, 0.161, 0.273]),
    row("great_expectations",    Major,       Some(11_300),   237_000, [0.115, 0.063, 0.158, 0.293]),
    row("statsmodels",           Major,       Some(11_300),   428_000, [0.179, 0.049, 0.198, 0.425]),
    row("jinja",                 Major,       Some(11_500),    22_000, [0.077, 0.097, 0.145, 0.262]),
    row("sqlalchemy",            Major,       Some(11_700),   607_000, [0.093, 0.077, 0.136, 0.331]),
    row("pytest",                Major,       Some(13_700),   103_000, [0.115, 0.100, 0.154, 0.243]),
    row("scipy",                 Major,       Some(14_600),   556_000, [0.113, 0.069, 0.135, 0.457]),
    row("httpx",                 Major,       Some(15_200),    18_000, [0.091, 0.140, 0.198, 0.211]),
    row("salt",                  Major,       Some(15_300),   862_000, [0.128, 0.128, 0.193, 0.555]),
    row("aiohttp",               Major,       Some(16_400),    88_000, [0.069, 0.112, 0.157, 0.258]),
    row("click",                 Major,       Some(17_400),    20_000, [0.163, 0.036, 0.172, 0.344]),
    row("Ciphey",                Major,       Some(21_300),      7000, [0.076, 0.068, 0.131, 0.296]),
    row("pydantic",              Major,       Some(27_300),   160_000, [0.134, 0.056, 0.171, 0.288]),
    row("locust",                Major,       Some(27_600),    30_000, [0.060, 0.059, 0.102, 0.435]),
    row("celery",                Major,       Some(28_300),    96_000, [0.062, 0.061, 0.107, 0.241]),
    row("tqdm",                  Major,       Some(31_100),      8100, [0.071, 0.032, 0.090, 0.500]),
    row("poetry",                Major,       Some(34_300),    75_000, [0.132, 0.060, 0.162, 0.384]),
    row("httpie-cli",            Major,       Some(37_800),    19_000, [0.134, 0.030, 0.148, 0.191]),
    row("mitmproxy",             Major,       Some(42_800),    82_000, [0.115, 0.041, 0.141, 0.363]),
    row("airflow",               Major,       Some(44_700), 1_148_000, [0.071, 0.073, 0.129, 0.240]),
    row("requests",              Major,       Some(53_900),    11_000, [0.063, 0.043, 0.081, 0.234]),
    row("scrapy",                Major,       Some(60_900),    76_000, [0.056, 0.089, 0.128, 0.182]),
    row("scikit-learn",          Major,       Some(65_500),   371_000, [0.121, 0.032, 0.130, 0.411]),
    row("ansible",               Major,       Some(68_400),   263_000, [0.126, 0.036, 0.129, 0.587]),
    row("flask",                 Major,       Some(71_400),    18_000, [0.048, 0.058, 0.073, 0.244]),
    row("django",                Major,       Some(87_100),   509_000, [0.113, 0.088, 0.174, 0.285]),
    row("thefuck",               Major,       Some(95_700),    16_000, [0.147, 0.008, 0.150, 0.014]),
    row("fastapi",               Major,       Some(96_500),   102_000, [0.047, 0.162, 0.163, 0.200]),
];

const fn row(
    name: &'static str,
    tier: Tier,
    stars: Option<u32>,
    loc: u32,
    [violation_share, clone_ratio, verbosity, erosion]: [f64; 4],
) -> Repository {
    Repository {
        name,
        tier,
        stars,
        loc,
        violation_share,
        clone_ratio,
        verbosity,
        erosion,
    }
}
