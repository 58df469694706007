//! The demo's partners, plans and visitors: made up, on reserved example domains.

/// Forty partners: what they are called, and how much of the traffic they bring.
pub(super) const PARTNERS: [(&str, u32); 40] = [
    ("Slow Mornings Blog", 90),
    ("Kettle & Cup Reviews", 74),
    ("Ines Okafor", 61),
    ("The Grind Weekly", 55),
    ("Roast Map", 48),
    ("Tomás Rivera", 42),
    ("Home Barista Forum", 40),
    ("Nordic Filter Club", 36),
    ("Deal Badger", 34),
    ("Crema Podcast", 30),
    ("Mei-Ling Chen", 27),
    ("Office Perks Digest", 25),
    ("Beanstalk Agency", 24),
    ("Wakeful", 21),
    ("Jonas Lindqvist", 20),
    ("Café Cartography", 18),
    ("Pour Over People", 17),
    ("Espresso Notes", 16),
    ("Priya Raman", 15),
    ("Gift Finder Europe", 14),
    ("Third Wave Times", 13),
    ("Hannah Vogt", 12),
    ("Coupon Meadow", 12),
    ("Remote Desk Club", 11),
    ("Amélie Laurent", 10),
    ("Green Beans Co-op", 9),
    ("Studio Haar", 9),
    ("Owen Pritchard", 8),
    ("Sunday Supplement", 8),
    ("Barista School Graz", 7),
    ("Lena Kowalska", 6),
    ("Tiny Kitchen", 6),
    ("Campus Card", 5),
    ("Yusuf Demir", 5),
    ("Weekend Paper", 4),
    ("Fjord & Fell", 4),
    ("Nora Byrne", 3),
    ("Moka Memories", 3),
    ("Rainy Day Recipes", 2),
    ("Quiet Hours Radio", 2),
];

/// Which of them bring others: who was brought, and by whom.
pub(super) const BROUGHT: [(usize, usize); 3] = [(10, 0), (16, 1), (30, 0)];

/// Which of them are creators, who are rewarded for clicks, too.
pub(super) const CREATORS: [usize; 4] = [0, 4, 9, 13];

/// What the program says of itself.
pub(super) const DESCRIPTION: &str = "Freshly roasted coffee by subscription, and the people who tell others of it. \
     Share a link or a code; whoever comes by it tries a week for nothing.";

/// Who asks to take part: name, website, and how they mean to refer customers.
pub(super) const APPLICANTS: [(&str, &str, &str); 3] = [
    ("Filter Friday", "https://filterfriday.example", "A weekly letter on filter coffee, 4,000 readers."),
    ("Commuter Cups", "https://commutercups.example", "We review travel mugs and what goes into them."),
    ("Studio Lindgren", "https://lindgren.example", "Interior design; our clients ask us for machines."),
];

/// Monthly plans in euro cents, with their weights.
pub(super) const PLANS: [(i64, u32); 4] = [(1_900, 50), (3_900, 30), (7_900, 15), (19_900, 5)];

pub(super) const AGENTS: [&str; 6] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 \
     Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
     Version/18.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 \
     Mobile Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 \
     Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 \
     Safari/537.36 Edg/156.0.0.0",
];

pub(super) const BOT: &str = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

pub(super) const REFERRERS: [Option<&str>; 5] = [
    None,
    Some("https://search.example/"),
    Some("https://news.example/coffee"),
    Some("https://video.example/watch"),
    Some("https://forum.example/thread/42"),
];

/// `Slow Mornings Blog` is `slow-mornings-blog` in links.
pub(super) fn slug(name: &str) -> String {
    let name = name.to_lowercase();
    let plain = name.chars().filter_map(|c| match c {
        'a'..='z' | '0'..='9' => Some(c),
        'á' | 'à' => Some('a'),
        'é' | 'è' => Some('e'),
        ' ' | '-' => Some('-'),
        _ => None,
    });
    plain.collect::<String>().replace("--", "-")
}
