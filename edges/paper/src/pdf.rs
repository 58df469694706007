//! Pages as PDF: only the glyphs that were used are embedded, each with the text that is copied out for it.

use crate::{
    fonts,
    layout::{Item, PAGE, Page},
    shape::{Glyph, Line, Style},
};
use flate2::{Compression, write::ZlibEncoder};
use payout::Document;
use pdf_writer::{
    Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};
use rustybuzz::{Face, ttf_parser::GlyphId, ttf_parser::Tag};
use std::{collections::BTreeMap, io::Write};
use subsetter::GlyphRemapper;

const IDENTITY: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
/// A font's widths are in thousandths of its size.
const UNITS: f32 = 1000.0;
/// Between regular and bold, which no reader looks at as the fonts are embedded.
const STEM: f32 = 80.0;

/// What of a font is used, in a document.
#[derive(Default)]
struct Used {
    glyphs: GlyphRemapper,
    /// By the glyph's id in the document.
    texts: BTreeMap<u16, String>,
    widths: BTreeMap<u16, f32>,
}

/// Why a font could not be embedded.
#[derive(Debug)]
pub(crate) struct Unembeddable(pub String);

pub(crate) fn written(
    faces: &[Face<'_>],
    pages: &[Page],
    document: &Document,
) -> Result<Vec<u8>, Unembeddable> {
    let mut used = BTreeMap::<usize, Used>::new();
    let contents: Vec<_> = pages.iter().map(|page| content(faces, page, &mut used)).collect();
    let mut next = 0;
    let mut id = || {
        next += 1;
        Ref::new(next)
    };
    let (catalog, tree, info) = (id(), id(), id());
    let ids: Vec<_> = pages.iter().map(|_| (id(), id())).collect();
    let font_ids: BTreeMap<usize, Ref> = used.keys().map(|&place| (place, id())).collect();
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree).lang(TextStr(document.language.tag()));
    pdf.document_info(info)
        .title(TextStr(&format!("{} · {}", document.title, document.partner)))
        .author(TextStr(&document.merchant))
        .creator(TextStr("Honeyguide"));
    pdf.pages(tree).kids(ids.iter().map(|(page, _)| *page)).count(ids.len() as i32);
    for (&(page, stream), content) in ids.iter().zip(&contents) {
        let mut written = pdf.page(page);
        written.parent(tree).media_box(Rect::new(0.0, 0.0, PAGE.0, PAGE.1)).contents(stream);
        let mut resources = written.resources();
        let mut named = resources.fonts();
        for (place, font) in &font_ids {
            named.pair(Name(name_of(*place).as_bytes()), *font);
        }
        named.finish();
        resources.finish();
        written.finish();
        pdf.stream(stream, &compressed(content)).filter(Filter::FlateDecode);
    }
    for (place, used) in &used {
        let face = (&faces[*place], fonts::bytes(*place));
        font(&mut pdf, font_ids[place], &mut id, (*place, face), used)?;
    }
    Ok(pdf.finish())
}

fn name_of(face: usize) -> String {
    format!("F{face}")
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    // Writing into memory does not fail.
    written.unwrap_or_default()
}

fn content(faces: &[Face<'_>], page: &Page, used: &mut BTreeMap<usize, Used>) -> Vec<u8> {
    let mut content = Content::new();
    for item in &page.items {
        match item {
            Item::Rule { x, y, width, thickness, color: [r, g, b] } => {
                content.set_fill_rgb(*r, *g, *b).rect(*x, *y, *width, *thickness).fill_nonzero();
            }
            Item::Text { x, y, line, style } => text(&mut content, faces, (*x, *y), line, *style, used),
        }
    }
    content.finish().to_vec()
}

/// The glyphs one after another, each where shaping has put it.
fn text(
    content: &mut Content,
    faces: &[Face<'_>],
    (x, y): (f32, f32),
    line: &Line,
    style: Style,
    used: &mut BTreeMap<usize, Used>,
) {
    let [r, g, b] = style.color;
    content.begin_text().set_fill_rgb(r, g, b);
    let mut pen = x;
    for run in line.glyphs.chunk_by(|a, b| a.face == b.face && a.shift.1 == b.shift.1) {
        let Some(first) = run.first() else { continue };
        let of_face = used.entry(first.face).or_default();
        content.set_font(Name(name_of(first.face).as_bytes()), style.size);
        content.set_text_matrix([1.0, 0.0, 0.0, 1.0, pen, y + first.shift.1]);
        let mut shown = content.show_positioned();
        let mut items = shown.items();
        let mut at = pen;
        for glyph in run {
            let (id, width) = of_face.glyph(&faces[first.face], glyph);
            let wanted = pen + glyph.shift.0;
            let off = (wanted - at) * UNITS / style.size;
            if off.abs() > 0.5 {
                items.adjust(-off);
                at = wanted;
            }
            items.show(Str(&id.to_be_bytes()));
            at += width * style.size / UNITS;
            pen += glyph.advance;
        }
    }
    content.end_text();
}

impl Used {
    /// The glyph's id in the document, and its width in thousandths.
    fn glyph(&mut self, face: &Face<'_>, glyph: &Glyph) -> (u16, f32) {
        let id = self.glyphs.remap(glyph.id);
        let advance = face.glyph_hor_advance(GlyphId(glyph.id)).unwrap_or_default();
        let width = f32::from(advance) * UNITS / face.units_per_em() as f32;
        self.widths.insert(id, width);
        if !glyph.text.is_empty() {
            self.texts.entry(id).or_insert_with(|| glyph.text.clone());
        }
        (id, width)
    }
}

fn font(
    pdf: &mut Pdf,
    font: Ref,
    id: &mut impl FnMut() -> Ref,
    (place, (face, bytes)): (usize, (&Face<'_>, &[u8])),
    used: &Used,
) -> Result<(), Unembeddable> {
    let name = format!("HONEYG+Honeyguide{place}");
    let name = Name(name.as_bytes());
    let subset = subsetter::subset(bytes, 0, &used.glyphs);
    let subset = subset.map_err(|fault| Unembeddable(format!("font {place}: {fault}")))?;
    let is_cff = face.raw_face().table(Tag::from_bytes(b"CFF ")).is_some();
    let (cid, descriptor, cmap, file) = (id(), id(), id(), id());
    pdf.type0_font(font)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(cmap);
    let mut written = pdf.cid_font(cid);
    written.subtype(if is_cff { CidFontType::Type0 } else { CidFontType::Type2 });
    written.base_font(name).system_info(IDENTITY).font_descriptor(descriptor).default_width(0.0);
    if !is_cff {
        written.cid_to_gid_map_predefined(Name(b"Identity"));
    }
    let mut widths = written.widths();
    for (id, width) in &used.widths {
        widths.consecutive(*id, [*width]);
    }
    widths.finish();
    written.finish();
    let scale = UNITS / face.units_per_em() as f32;
    let scaled = |units: i16| f32::from(units) * scale;
    let bounds = face.global_bounding_box();
    let mut written = pdf.font_descriptor(descriptor);
    written
        .name(name)
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(
            scaled(bounds.x_min),
            scaled(bounds.y_min),
            scaled(bounds.x_max),
            scaled(bounds.y_max),
        ))
        .italic_angle(0.0)
        .ascent(scaled(face.ascender()))
        .descent(scaled(face.descender()))
        .cap_height(scaled(face.capital_height().unwrap_or(face.ascender())))
        .stem_v(STEM);
    if is_cff {
        written.font_file3(file);
    } else {
        written.font_file2(file);
    }
    written.finish();
    let mut texts = UnicodeCmap::new(Name(b"Honeyguide"), IDENTITY);
    for (id, text) in &used.texts {
        texts.pair_with_multiple(*id, text.chars());
    }
    pdf.cmap(cmap, &texts.finish());
    let packed = compressed(&subset);
    let mut stream = pdf.stream(file, &packed);
    stream.filter(Filter::FlateDecode);
    if is_cff {
        stream.pair(Name(b"Subtype"), Name(b"OpenType"));
    } else {
        stream.pair(Name(b"Length1"), subset.len() as i32);
    }
    stream.finish();
    Ok(())
}
