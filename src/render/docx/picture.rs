//! Diagrams as pictures: the SVG for Word of today, and a PNG made of it for every other program.

use crate::document::figure::Figure;
use crate::render::{Error, fonts, svg};
use crate::text;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

/// Dots an inch of the PNG: what an office printer shows.
const RESOLUTION: f32 = 200.0;

/// The longest side of a PNG in dots: somewhat more than A3.
const LONGEST: f32 = 3600.0;

/// Rows of dots that are drawn at a time.
const BAND: u32 = 128;

/// A diagram in both formats.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    pub(super) svg: String,
    pub(super) png: Vec<u8>,
    /// Width and height in points, as drawn.
    pub(super) size: (f32, f32),
    /// True where it is drawn for A3.
    pub(super) is_a3: bool,
}

/// Returns the font of the diagrams. It is read once: a database of files would read the file anew for each run
/// of text, which takes 60 times as long.
fn database() -> Arc<fontdb::Database> {
    static DATABASE: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let read = || {
        let mut database = fontdb::Database::new();
        database.load_font_source(fontdb::Source::Binary(Arc::new(fonts::GOTHIC)));
        database.set_monospace_family("BIZ UDGothic");
        Arc::new(database)
    };
    Arc::clone(DATABASE.get_or_init(read))
}

/// Draws a figure: a picture for each page that it takes.
pub(super) fn draw(figure: &Figure) -> Result<Vec<Picture>, Error> {
    svg::untitled(figure).into_iter().map(|svg| page(figure, svg)).collect()
}

fn page(figure: &Figure, svg: String) -> Result<Picture, Error> {
    let wrong = |error: String| Error {
        template: format!("{}.svg", figure.id),
        line: 0,
        quoted: None,
        message: text!("図を描けません（{error}）", "the diagram cannot be drawn ({error})"),
    };
    let options =
        Options { font_family: "BIZ UDGothic".to_owned(), fontdb: database(), ..Options::default() };
    let tree = Tree::from_str(&svg, &options).map_err(|error| wrong(error.to_string()))?;
    // A dot of SVG is 1/96 inch.
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = (RESOLUTION / 96.0).min(LONGEST / width.max(height));
    let dots = |length: f32| (length * scale).ceil().max(1.0) as u32;
    let png = png(&tree, scale, (dots(width), dots(height))).map_err(|error| wrong(error.to_string()))?;
    let is_a3 = svg.contains("data-paper=\"A3\"");
    Ok(Picture { svg, png, size: (width * 0.75, height * 0.75), is_a3 })
}

/// Draws a band of the picture at a time: the whole of an A3 sheet would take 30 MB.
fn png(tree: &Tree, scale: f32, (width, height): (u32, u32)) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Rows of drawn lines repeat as they are; a filter would only hide that.
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    let mut stream = writer.stream_writer()?;
    let no_size = || png::EncodingError::from(io::Error::other("the diagram has no size"));
    let mut band = Pixmap::new(width, BAND.min(height)).ok_or_else(no_size)?;
    let mut row = Vec::with_capacity(width as usize * 3);
    for (top, left) in (0..height).step_by(BAND as usize).map(|top| (top, height - top)) {
        // The last row and column of dots are covered in part; on white that is not seen.
        band.fill(Color::WHITE);
        let place = Transform::from_scale(scale, scale).post_translate(0.0, -(top as f32));
        resvg::render(tree, place, &mut band.as_mut());
        for dots in band.pixels().chunks(width as usize).take(left.min(BAND) as usize) {
            row.clear();
            row.extend(dots.iter().flat_map(|dot| [dot.red(), dot.green(), dot.blue()]));
            stream.write_all(&row)?;
        }
    }
    stream.finish()?;
    drop(writer);
    Ok(file)
}
