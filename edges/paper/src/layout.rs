//! A statement on pages of A4: who and when on the first, the lines under a header that every page repeats, the sums
//! kept together at the end.

use crate::shape::{Line, Style, line, shortened, wrapped};
use payout::Document;
use rustybuzz::Face;

/// Points, as everything here; y is upwards from the foot of the page.
pub(crate) const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 50.0;
const RIGHT: f32 = PAGE.0 - MARGIN;
const TOP: f32 = PAGE.1 - MARGIN;
/// Above the foot with the page's number.
const BOTTOM: f32 = 74.0;
const FOOT: f32 = 46.0;
const GAP: f32 = 12.0;

const INK: [f32; 3] = [0.11, 0.102, 0.09];
const DIM: [f32; 3] = [0.37, 0.35, 0.31];
const RULE: [f32; 3] = [0.86, 0.84, 0.79];
const ACCENT: [f32; 3] = [0.898, 0.627, 0.0];

const TITLE: Style = Style { size: 20.0, is_bold: true, colour: INK };
const NAME: Style = Style { size: 11.5, is_bold: true, colour: INK };
const TEXT: Style = Style { size: 9.0, is_bold: false, colour: INK };
const STRONG: Style = Style { is_bold: true, ..TEXT };
const SMALL: Style = Style { size: 8.0, is_bold: false, colour: DIM };
const HEAD: Style = Style { size: 8.0, is_bold: true, colour: DIM };

/// Line height over size.
const LEADING: f32 = 1.35;
/// Left edges and widths of the columns; the last is set to the right.
const COLUMNS: [(f32, f32); 4] = [(MARGIN, 62.0), (118.0, 110.0), (240.0, 205.0), (455.0, RIGHT - 455.0)];
const LABEL_WIDTH: f32 = 90.0;
const SUMS_LEFT: f32 = 300.0;

pub(crate) enum Item {
    Text { x: f32, y: f32, line: Line, style: Style },
    Rule { x: f32, y: f32, width: f32, thickness: f32, colour: [f32; 3] },
}

#[derive(Default)]
pub(crate) struct Page {
    pub items: Vec<Item>,
}

pub(crate) fn pages(faces: &[Face<'_>], document: &Document) -> Vec<Page> {
    let mut setter = Setter { faces, document, pages: vec![Page::default()], y: TOP };
    setter.opening();
    setter.table();
    setter.closing();
    setter.feet();
    setter.pages
}

struct Setter<'a> {
    faces: &'a [Face<'a>],
    document: &'a Document,
    pages: Vec<Page>,
    /// Above what is set next.
    y: f32,
}

fn height(style: Style) -> f32 {
    style.size * LEADING
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

    fn rule(&mut self, (x, y): (f32, f32), width: f32, thickness: f32, colour: [f32; 3]) {
        self.put(Item::Rule { x, y, width, thickness, colour });
    }

    /// A text in a column of that width from `top` downwards, and where it ends.
    fn block(&mut self, (x, top): (f32, f32), width: f32, text: &str, style: Style) -> f32 {
        let mut top = top;
        for line in wrapped(self.faces, text, width, style) {
            self.put_line((x, top), line, style);
            top -= height(style);
        }
        top
    }

    /// The same, set to the right.
    fn block_right(&mut self, (right, top): (f32, f32), width: f32, text: &str, style: Style) -> f32 {
        let mut top = top;
        for line in wrapped(self.faces, text, width, style) {
            self.put_line((right - line.width, top), line, style);
            top -= height(style);
        }
        top
    }

    /// Who owes whom, and the dates.
    fn opening(&mut self) {
        let document = self.document;
        let width = RIGHT - MARGIN;
        let top = self.block((MARGIN, self.y), width, &document.merchant, NAME);
        let top = self.block((MARGIN, top), width, &document.program, SMALL) - GAP;
        self.rule((MARGIN, top), 28.0, 2.5, ACCENT);
        let top = self.block((MARGIN, top - GAP), width, &document.title, TITLE) - GAP;
        let half = (width - GAP) / 2.0 - GAP;
        let mut left = self.block((MARGIN, top), half, &document.partner_label, SMALL);
        left = self.block((MARGIN, left), half, &document.partner, NAME);
        if let Some(company) = &document.company {
            left = self.block((MARGIN, left), half, company, TEXT);
        }
        let mut right = top;
        let facts = MARGIN + half + 2.0 * GAP;
        for (label, value) in &document.facts {
            let value_end =
                self.block((facts + LABEL_WIDTH, right), RIGHT - facts - LABEL_WIDTH, value, TEXT);
            let label_end = self.block((facts, right), LABEL_WIDTH - 6.0, label, SMALL);
            right = value_end.min(label_end) - 1.5;
        }
        self.y = left.min(right) - 2.0 * GAP;
    }

    fn head(&mut self) {
        let document = self.document;
        let mut low = self.y;
        for (place, ((x, width), text)) in COLUMNS.into_iter().zip(&document.columns).enumerate() {
            let end = if place == COLUMNS.len() - 1 {
                self.block_right((x + width, self.y), width, text, HEAD)
            } else {
                self.block((x, self.y), width, text, HEAD)
            };
            low = low.min(end);
        }
        self.rule((MARGIN, low - 3.0), RIGHT - MARGIN, 0.9, DIM);
        self.y = low - 8.0;
    }

    /// A new page, which says again whose statement it is.
    fn turn(&mut self) {
        self.pages.push(Page::default());
        let title = shortened(self.faces, &self.document.title, (RIGHT - MARGIN) / 2.0, STRONG);
        let merchant = shortened(self.faces, &self.document.merchant, (RIGHT - MARGIN) / 2.0 - GAP, SMALL);
        self.put_line((RIGHT - merchant.width, TOP), merchant, SMALL);
        self.put_line((MARGIN, TOP), title, STRONG);
        self.y = TOP - height(STRONG) - GAP;
    }

    fn table(&mut self) {
        let document = self.document;
        self.head();
        if document.lines.is_empty() {
            self.y = self.block((MARGIN, self.y), RIGHT - MARGIN, &document.nothing, TEXT) - 6.0;
        }
        for row in &document.lines {
            let cells = [
                (row.date.as_str(), TEXT),
                (row.reference.as_str(), TEXT),
                (row.words.as_str(), SMALL),
                (row.amount.as_str(), TEXT),
            ];
            let set: Vec<_> = COLUMNS
                .into_iter()
                .zip(cells)
                .map(|((_, width), (text, style))| (wrapped(self.faces, text, width, style), style))
                .collect();
            let rows = set.iter().map(|(lines, style)| lines.len() as f32 * height(*style));
            let tall = rows.fold(height(TEXT), f32::max);
            if self.y - tall < BOTTOM {
                self.turn();
                self.head();
            }
            for (place, (lines, style)) in set.into_iter().enumerate() {
                let (x, width) = COLUMNS[place];
                let mut top = self.y - (TEXT.size - style.size);
                for line in lines {
                    let x = if place == COLUMNS.len() - 1 { x + width - line.width } else { x };
                    self.put_line((x, top), line, style);
                    top -= height(style);
                }
            }
            self.y -= tall + 2.0;
            self.rule((MARGIN, self.y), RIGHT - MARGIN, 0.4, RULE);
            self.y -= 4.0;
        }
    }

    /// Sub-totals, the total, and what happens with it.
    fn closing(&mut self) {
        let document = self.document;
        let width = RIGHT - SUMS_LEFT;
        let ending = wrapped(self.faces, &document.ending, RIGHT - MARGIN, STRONG).len() as f32;
        let rows = document.sums.len() as f32 + 1.0;
        let tall = rows * (height(TEXT) + 3.0) + ending * height(STRONG) + 4.0 * GAP;
        if self.y - tall < BOTTOM {
            self.turn();
        }
        self.y -= GAP;
        for (label, amount) in &document.sums {
            self.sum(label, amount, width, TEXT);
        }
        self.rule((SUMS_LEFT, self.y), width, 0.9, DIM);
        self.y -= 5.0;
        self.sum(&document.total.0, &document.total.1, width, STRONG);
        self.y -= GAP;
        self.y = self.block((MARGIN, self.y), RIGHT - MARGIN, &document.ending, STRONG);
    }

    fn sum(&mut self, label: &str, amount: &str, width: f32, style: Style) {
        let end = self.block_right((RIGHT, self.y), width / 2.0, amount, style);
        let low = self.block((SUMS_LEFT, self.y), width / 2.0, label, style);
        self.y = end.min(low) - 3.0;
    }

    fn feet(&mut self) {
        let count = self.pages.len();
        let [page, of] = &self.document.page_of;
        for place in 0..count {
            let number = line(self.faces, &format!("{page} {} {of} {count}", place + 1), SMALL);
            let width = RIGHT - MARGIN - number.width - GAP;
            let whose = format!("{} · {}", self.document.title, self.document.partner);
            let whose = shortened(self.faces, &whose, width, SMALL);
            let x = RIGHT - number.width;
            let rule = Item::Rule { x: MARGIN, y: FOOT + 13.0, width: RIGHT - MARGIN, thickness: 0.4, colour: RULE };
            let items = &mut self.pages[place].items;
            items.push(rule);
            items.push(Item::Text { x: MARGIN, y: FOOT, line: whose, style: SMALL });
            items.push(Item::Text { x, y: FOOT, line: number, style: SMALL });
        }
    }
}
