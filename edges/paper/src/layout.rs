//! A statement on pages of A4: what is to be paid to whom on the first, the lines under a header that every page
//! repeats, with the sum so far carried from page to page, the sums kept together at the end.

use crate::shape::{Line, Style, line, shortened, wrapped};
use payout::{Document, DocumentLine, Figure};
use rustybuzz::Face;

/// Points, as everything here; y is upwards from the foot of the page.
pub(crate) const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 50.0;
const RIGHT: f32 = PAGE.0 - MARGIN;
const WIDTH: f32 = RIGHT - MARGIN;
const TOP: f32 = PAGE.1 - MARGIN;
/// Above the foot with the page's number.
const BOTTOM: f32 = 76.0;
const FOOT: f32 = 46.0;
const GAP: f32 = 12.0;
/// Under each row of the table.
const ROW_GAP: f32 = 5.0;

const INK: [f32; 3] = [0.11, 0.102, 0.09];
const DIM: [f32; 3] = [0.37, 0.35, 0.31];
const RED: [f32; 3] = [0.69, 0.16, 0.12];
const RULE: [f32; 3] = [0.88, 0.86, 0.82];
const ACCENT: [f32; 3] = [0.898, 0.627, 0.0];

const TITLE: Style = Style { size: 20.0, is_bold: true, color: INK };
const ANSWER: Style = Style { size: 17.0, is_bold: true, color: INK };
const NAME: Style = Style { size: 11.5, is_bold: true, color: INK };
const TEXT: Style = Style { size: 9.0, is_bold: false, color: INK };
const STRONG: Style = Style { is_bold: true, ..TEXT };
const SMALL: Style = Style { size: 8.0, is_bold: false, color: DIM };
const HEAD: Style = Style { size: 8.0, is_bold: true, color: DIM };

/// Line height over size.
const LEADING: f32 = 1.35;
/// Where the right half of the page begins.
const HALF: f32 = 300.0;
const LABEL_WIDTH: f32 = 84.0;
/// Dates, references, words, sales and commissions; the last two are set to the right.
const COLUMNS: usize = 5;
const COLUMN_GAP: f32 = 12.0;
const REFERENCE_WIDTH: f32 = 104.0;
/// Amounts of this width or less leave the words enough room; wider ones are wrapped.
const AMOUNT_WIDTH_MAX: f32 = 92.0;

pub(crate) enum Item {
    Text { x: f32, y: f32, line: Line, style: Style },
    Rule { x: f32, y: f32, width: f32, thickness: f32, color: [f32; 3] },
}

#[derive(Default)]
pub(crate) struct Page {
    pub items: Vec<Item>,
}

pub(crate) fn pages(faces: &[Face<'_>], document: &Document) -> Vec<Page> {
    let columns = columns(faces, document);
    let mut setter = Setter { faces, document, columns, pages: vec![Page::default()], y: TOP };
    setter.opening();
    setter.answer();
    setter.table();
    setter.closing();
    setter.feet();
    setter.pages
}

#[derive(Clone, Copy)]
struct Column {
    x: f32,
    width: f32,
    is_number: bool,
}

/// Amounts and dates get what they need, references as much as most need, and the words what is left.
fn columns(faces: &[Face<'_>], document: &Document) -> [Column; COLUMNS] {
    let width = |text: &str, style| line(faces, text, style).width;
    let widest = |place: usize, text: fn(&DocumentLine) -> &str| {
        let head = width(&document.columns[place], HEAD);
        let lines = document.lines.iter().map(|it| width(text(it), TEXT));
        lines.fold(head, f32::max).min(AMOUNT_WIDTH_MAX).ceil()
    };
    let date = widest(0, |it| &it.date);
    let sale = widest(3, |it| &it.sale);
    let so_far = document.lines.iter().map(|it| width(&it.so_far.text, STRONG));
    let amount = so_far.fold(widest(4, |it| &it.amount.text), f32::max).min(AMOUNT_WIDTH_MAX).ceil();
    let gaps = COLUMN_GAP * (COLUMNS - 1) as f32;
    let words = WIDTH - date - REFERENCE_WIDTH - sale - amount - gaps;
    let mut x = MARGIN;
    [(date, false), (REFERENCE_WIDTH, false), (words, false), (sale, true), (amount, true)].map(
        |(width, is_number)| {
            let column = Column { x, width, is_number };
            x += width + COLUMN_GAP;
            column
        },
    )
}

struct Setter<'a> {
    faces: &'a [Face<'a>],
    document: &'a Document,
    columns: [Column; COLUMNS],
    pages: Vec<Page>,
    /// Above what is set next.
    y: f32,
}

fn height(style: Style) -> f32 {
    style.size * LEADING
}

fn colored(style: Style, figure: &Figure) -> Style {
    if figure.is_negative { Style { color: RED, ..style } } else { style }
}

impl Setter<'_> {
    fn put(&mut self, item: Item) {
        if let Some(page) = self.pages.last_mut() {
            page.items.push(item);
        }
    }

    /// A line whose top is at `top`.
    fn put_line(&mut self, (x, top): (f32, f32), line: Line, style: Style) {
        self.put(Item::Text { x, y: top - style.size, line, style });
    }

    fn rule(&mut self, (x, y): (f32, f32), width: f32, thickness: f32, color: [f32; 3]) {
        self.put(Item::Rule { x, y, width, thickness, color });
    }

    fn lines(&self, text: &str, width: f32, style: Style) -> Vec<Line> {
        wrapped(self.faces, text, width, style)
    }

    /// A text in a column of that width from `top` downwards, and where it ends.
    fn block(&mut self, (x, top): (f32, f32), width: f32, text: &str, style: Style) -> f32 {
        let mut top = top;
        for line in self.lines(text, width, style) {
            self.put_line((x, top), line, style);
            top -= height(style);
        }
        top
    }

    /// The same, set to the right.
    fn block_right(&mut self, (right, top): (f32, f32), width: f32, text: &str, style: Style) -> f32 {
        let mut top = top;
        for line in self.lines(text, width, style) {
            self.put_line((right - line.width, top), line, style);
            top -= height(style);
        }
        top
    }

    /// Who owes whom, and the dates.
    fn opening(&mut self) {
        let document = self.document;
        let top = self.block((MARGIN, self.y), WIDTH, &document.merchant, NAME);
        let top = self.block((MARGIN, top), WIDTH, &document.program, SMALL) - GAP;
        self.rule((MARGIN, top), 28.0, 2.5, ACCENT);
        let top = self.block((MARGIN, top - GAP), WIDTH, &document.title, TITLE) - GAP;
        let width = HALF - MARGIN - 2.0 * GAP;
        let mut left = self.block((MARGIN, top), width, &document.partner_label, SMALL) - 2.0;
        left = self.block((MARGIN, left), width, &document.partner, NAME);
        if let Some(company) = &document.company {
            left = self.block((MARGIN, left), width, company, TEXT);
        }
        let mut right = top;
        for (label, value) in &document.facts {
            let x = HALF + LABEL_WIDTH;
            let value_end = self.block((x, right), RIGHT - x, value, TEXT);
            // On the same base line.
            let label_top = right - (TEXT.size - SMALL.size);
            let label_end = self.block((HALF, label_top), LABEL_WIDTH - 6.0, label, SMALL);
            right = value_end.min(label_end) - 2.0;
        }
        self.y = left.min(right) - GAP;
    }

    /// What is to be paid, before how it came about.
    fn answer(&mut self) {
        let document = self.document;
        let (label, figure) = &document.answer;
        self.rule((MARGIN, self.y), WIDTH, 0.4, RULE);
        let top = self.y - GAP;
        let under = self.block((MARGIN, top), HALF - MARGIN - GAP, label, SMALL) - 2.0;
        let style = colored(ANSWER, figure);
        let left = self.block((MARGIN, under), HALF - MARGIN - GAP, &figure.text, style);
        // The sentence stands beside the figure, on its base line.
        let right =
            self.block((HALF, under - (ANSWER.size - TEXT.size)), RIGHT - HALF, &document.ending, TEXT);
        self.y = left.min(right) - GAP + 4.0;
        self.rule((MARGIN, self.y), WIDTH, 0.4, RULE);
        self.y -= 2.0 * GAP;
    }

    fn head(&mut self) {
        let document = self.document;
        let mut low = self.y;
        for (column, text) in self.columns.into_iter().zip(&document.columns) {
            let Column { x, width, is_number } = column;
            let end = if is_number {
                self.block_right((x + width, self.y), width, text, HEAD)
            } else {
                self.block((x, self.y), width, text, HEAD)
            };
            low = low.min(end);
        }
        self.rule((MARGIN, low - 3.0), WIDTH, 0.8, DIM);
        self.y = low - 3.0 - ROW_GAP;
    }

    /// A new page, which says again whose statement it is, and what the pages before add up to.
    fn turn(&mut self, so_far: Option<&Figure>) {
        let document = self.document;
        if let Some(figure) = so_far {
            self.carry(&document.so_far, figure);
        }
        self.pages.push(Page::default());
        let title = shortened(self.faces, &document.title, WIDTH / 2.0, STRONG);
        let merchant = shortened(self.faces, &document.merchant, WIDTH / 2.0 - GAP, SMALL);
        self.put_line((RIGHT - merchant.width, TOP - (TEXT.size - SMALL.size)), merchant, SMALL);
        self.put_line((MARGIN, TOP), title, STRONG);
        self.y = TOP - height(STRONG) - 1.5 * GAP;
        self.head();
        if let Some(figure) = so_far {
            self.carry(&document.from_page, figure);
        }
    }

    /// The sum so far, in the column of the commissions.
    fn carry(&mut self, label: &str, figure: &Figure) {
        let [_, reference, .., amount] = self.columns;
        let width = amount.x - reference.x - COLUMN_GAP;
        self.block((reference.x, self.y), width, label, STRONG);
        let right = (amount.x + amount.width, self.y);
        self.y = self.block_right(right, amount.width, &figure.text, colored(STRONG, figure)) - ROW_GAP;
        self.rule((MARGIN, self.y + ROW_GAP - 2.0), WIDTH, 0.4, RULE);
        self.y -= 2.0;
    }

    fn table(&mut self) {
        let document = self.document;
        self.head();
        if document.lines.is_empty() {
            self.y = self.block((MARGIN, self.y), WIDTH, &document.nothing, TEXT) - ROW_GAP;
        }
        let mut so_far = None;
        for row in &document.lines {
            let set = self.cells(row);
            let rows = set.iter().map(|(lines, style)| lines.len() as f32 * height(*style));
            let tall = rows.fold(height(TEXT), f32::max);
            // Room for the sum so far under it.
            if self.y - tall - ROW_GAP - height(STRONG) < BOTTOM {
                self.turn(so_far);
            }
            self.row(set);
            self.y -= tall + 2.0;
            self.rule((MARGIN, self.y), WIDTH, 0.4, RULE);
            self.y -= ROW_GAP;
            so_far = Some(&row.so_far);
        }
    }

    fn cells(&self, row: &DocumentLine) -> [(Vec<Line>, Style); COLUMNS] {
        let cells = [
            (row.date.as_str(), TEXT),
            (row.reference.as_str(), TEXT),
            (row.words.as_str(), SMALL),
            (row.sale.as_str(), Style { color: DIM, ..TEXT }),
            (row.amount.text.as_str(), colored(TEXT, &row.amount)),
        ];
        std::array::from_fn(|place| {
            let (text, style) = cells[place];
            (self.lines(text, self.columns[place].width, style), style)
        })
    }

    fn row(&mut self, set: [(Vec<Line>, Style); COLUMNS]) {
        for (column, (lines, style)) in self.columns.into_iter().zip(set) {
            let mut top = self.y - (TEXT.size - style.size);
            for line in lines {
                let left = if column.is_number { column.width - line.width } else { 0.0 };
                self.put_line((column.x + left, top), line, style);
                top -= height(style);
            }
        }
    }

    /// The sums, the total, and what of it is paid and carried on.
    fn closing(&mut self) {
        let document = self.document;
        let rows = (document.sums.len() + document.closing.len()) as f32;
        let tall = rows * (2.0 * height(TEXT) + 3.0) + 2.0 * GAP;
        if self.y - tall < BOTTOM {
            self.turn(document.lines.last().map(|line| &line.so_far));
        }
        self.y -= GAP;
        for (label, amount) in &document.sums {
            self.sum(label, amount, TEXT);
        }
        self.rule((HALF, self.y), RIGHT - HALF, 0.8, DIM);
        self.y -= ROW_GAP;
        for (place, (label, amount)) in document.closing.iter().enumerate() {
            // The total, and what is to be paid, which write-offs may stand between.
            let is_strong = place == 0 || *label == document.answer.0;
            self.sum(label, amount, if is_strong { STRONG } else { TEXT });
        }
    }

    fn sum(&mut self, label: &str, figure: &Figure, style: Style) {
        let width = RIGHT - HALF;
        let written = line(self.faces, &figure.text, style).width;
        let amount = written.min(width * 0.6);
        let end = self.block_right((RIGHT, self.y), amount + 1.0, &figure.text, colored(style, figure));
        let low = self.block((HALF, self.y), width - amount - COLUMN_GAP, label, style);
        self.y = end.min(low) - 3.0;
    }

    fn feet(&mut self) {
        let count = self.pages.len();
        let document = self.document;
        let whose = format!("{} · {}", document.title, document.partner);
        for place in 0..count {
            let number = document.page_of.replace("{number}", &(place + 1).to_string());
            let number = line(self.faces, &number.replace("{count}", &count.to_string()), SMALL);
            let whose = shortened(self.faces, &whose, WIDTH - number.width - GAP, SMALL);
            let x = RIGHT - number.width;
            let rule = Item::Rule { x: MARGIN, y: FOOT + 14.0, width: WIDTH, thickness: 0.4, color: RULE };
            let items = &mut self.pages[place].items;
            items.push(rule);
            items.push(Item::Text { x: MARGIN, y: FOOT, line: whose, style: SMALL });
            items.push(Item::Text { x, y: FOOT, line: number, style: SMALL });
        }
    }
}
