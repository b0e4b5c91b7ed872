//! A picture in the text: DrawingML with the SVG as an extension of the PNG, and the words for those who do not
//! see it.

use super::package::{OFFICE, Part, Relation};
use super::picture::Picture;
use crate::document::figure::{self, Figure, Step};
use crate::render::escape::xml;

/// English Metric Units in a point.
const UNITS: f32 = 12_700.0;

/// How many times its own size a picture is printed at most: text of 16 points is poster enough.
const LARGEST: f32 = 1.5;

/// The pictures of a document, with the parts that hold them.
#[derive(Debug, Default)]
pub(super) struct Drawings {
    count: u32,
    pub(super) parts: Vec<Part>,
    pub(super) relations: Vec<Relation>,
}

impl Drawings {
    /// Returns the drawing of a picture, as large as the area (in twentieths of a point) holds it.
    pub(super) fn add(&mut self, figure: &Figure, picture: &Picture, area: (u32, u32)) -> String {
        self.count += 1;
        let number = self.count;
        let mut embed = |ending: &str, content_type: &str, contents: &[u8]| {
            let (id, file) = (format!("{ending}{number}"), format!("media/diagram{number}.{ending}"));
            self.relations.push(Relation::new(&id, format!("{OFFICE}image"), &file));
            self.parts.push(Part {
                name: format!("word/{file}"),
                content_type: content_type.to_owned(),
                contents: contents.to_vec(),
                relations: Vec::new(),
            });
            id
        };
        let png = embed("png", "image/png", &picture.png);
        let svg = embed("svg", "image/svg+xml", picture.svg.as_bytes());
        let (width, height) = picture.size;
        let fits = |area: u32, own: f32| area as f32 / 20.0 / own.max(1.0);
        let scale = fits(area.0, width).min(fits(area.1, height)).min(LARGEST);
        let (width, height) = ((width * scale * UNITS) as u32, (height * scale * UNITS) as u32);
        let name = xml(&figure.number);
        let title = xml(&figure.title);
        let step = |step: &Step| format!("{}{}{}", figure::marked(step.change), step.number, step.text);
        let steps: String = figure.steps.iter().map(step).collect();
        let steps = xml(&steps);
        format!(
            "<w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/><wp:docPr id=\"{number}\" name=\"{name}\" descr=\"{steps}\" title=\"{title}\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"{name}\" descr=\"{steps}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"{png}\"><a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\"><asvg:svgBlip r:embed=\"{svg}\"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
    }
}

/// The namespaces that drawings use.
pub(super) const NAMESPACES: &str = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\"";
