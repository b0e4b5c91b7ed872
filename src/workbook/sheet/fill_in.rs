//! Cells to fill in: what may stand in them, what is said of them, what locks the rest.

use super::Sheet;
use crate::workbook::look::{self, Look};
use crate::workbook::{Error, cell_name};
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime,
    Formula, ProtectionOptions, Url,
};

/// What may be chosen in a cell.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// The answers.
    pub answers: &'a [&'a str],
    /// Title of what Excel says, at most 32 characters.
    pub title: &'a str,
    /// What Excel says when the cell is chosen, at most 255 characters.
    pub help: &'a str,
}

impl Sheet {
    /// Lets a cell be answered by choosing, and by nothing else.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn choose(&mut self, row: u32, column: u16, choice: Choice<'_>) -> Result<(), Error> {
        let validation = DataValidation::new()
            .allow_list_strings(choice.answers)?
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_title(choice.title)?
            .set_error_message(format!("{}のどれかを選んでください。", choice.answers.join("・")))?
            .set_input_title(choice.title)?
            .set_input_message(choice.help)?;
        self.worksheet.add_data_validation(row, column, row, column, &validation)?;
        Ok(())
    }

    /// Lets a cell be chosen from cells elsewhere (`='選べる語'!$B$3:$B$9`); where `only` is set, by nothing else.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn choose_from(
        &mut self,
        row: u32,
        column: u16,
        range: &str,
        title: &str,
        only: bool,
    ) -> Result<(), Error> {
        let style = match only {
            true => DataValidationErrorStyle::Stop,
            false => DataValidationErrorStyle::Warning,
        };
        let validation = DataValidation::new()
            .allow_list_formula(Formula::new(range))
            .set_error_style(style)
            .set_error_title(title)?
            .set_error_message("一覧の中から選んでください。")?
            .set_input_title(title)?
            .set_input_message("欄の右の▼から選ぶ。")?;
        self.worksheet.add_data_validation(row, column, row, column, &validation)?;
        Ok(())
    }

    /// Lets a cell hold a day between two, and nothing else.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn date(&mut self, row: u32, column: u16, from: NaiveDate, to: NaiveDate) -> Result<(), Error> {
        let day = |day: NaiveDate| {
            let year = u16::try_from(day.year()).unwrap_or_default();
            ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8)
        };
        let validation = DataValidation::new()
            .allow_date(DataValidationRule::Between(day(from)?, day(to)?))
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_title("日付")?
            .set_error_message(format!("{from} から {to} までの日付を、2026/11/20 の形で入れてください。"))?
            .set_input_title("日付")?
            .set_input_message("2026/11/20 の形で入れてください。")?;
        self.worksheet.add_data_validation(row, column, row, column, &validation)?;
        Ok(())
    }

    /// Shows a help when a cell is chosen.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn explain(&mut self, row: u32, column: u16, title: &str, help: &str) -> Result<(), Error> {
        let validation = DataValidation::new().allow_any_value().set_input_title(title)?;
        let validation = validation.set_input_message(help)?;
        self.worksheet.add_data_validation(row, column, row, column, &validation)?;
        Ok(())
    }

    /// Makes a cell red as long as `condition` holds: a formula that begins with `=`.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn red_while(&mut self, row: u32, column: u16, condition: &str) -> Result<(), Error> {
        let rule = ConditionalFormatFormula::new().set_rule(condition).set_format(look::missing());
        self.worksheet.add_conditional_format(row, column, row, column, &rule)?;
        Ok(())
    }

    /// Writes a formula of our own with the result it has now.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn formula(
        &mut self,
        row: u32,
        column: u16,
        look: Look,
        formula: &str,
        now: &str,
    ) -> Result<(), Error> {
        let formula = Formula::new(formula).set_result(now);
        self.worksheet.write_formula_with_format(row, column, formula, &look.format())?;
        self.layout.computed.insert((row, column));
        Ok(())
    }

    /// Makes a cell a link to another sheet.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn link(&mut self, row: u32, column: u16, sheet: &str) -> Result<(), Error> {
        let url = Url::new(format!("internal:'{sheet}'!A1")).set_text(sheet);
        self.worksheet.write_url_with_format(row, column, url, &Look::Link.format())?;
        Ok(())
    }

    /// Locks everything but the cells to fill in; heights and widths may be changed. There is no password: it
    /// keeps off slips, not people.
    pub fn protect(&mut self) {
        let options =
            ProtectionOptions { format_columns: true, format_rows: true, ..ProtectionOptions::default() };
        self.worksheet.protect_with_options(&options);
    }
}

/// Returns the name of a cell with its column fixed: `$D12`.
#[must_use]
pub fn in_column(row: u32, column: u16) -> String {
    format!("${}", cell_name(row, column))
}
