//! Where an evidence folder is kept. Everything above asks for things by [`Name`] and knows no path; the disk is one
//! store, and whatever can do what [`Store`] asks for is another.

pub mod disk;
pub mod memory;
pub mod name;

pub use disk::Disk;
pub use memory::Memory;
pub use name::{Area, Name};

use crate::evidence::error::Error;
use std::any::Any;
use std::fmt::Debug;
use std::io::{self, Read};
use std::time::Duration;

/// The largest record, in bytes.
pub const RECORD_LIMIT: u64 = 1024 * 1024;

/// The largest attachment, in bytes.
pub const BLOB_LIMIT: u64 = 1024 * 1024 * 1024;

/// How long a command waits for another one to finish.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// What must survive a loss of power before a function returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durable {
    /// The bytes and the name.
    Name,
    /// The bytes; the name can be made again.
    Bytes,
    /// Nothing: the whole can be made again.
    Nothing,
}

/// Holds a lock until it is dropped.
#[must_use]
pub struct Guard {
    _held: Option<Box<dyn Any>>,
}

impl Guard {
    /// Returns a guard that lets go of a lock when it is dropped.
    pub fn holding(held: impl Any) -> Self {
        Self { _held: Some(Box::new(held)) }
    }

    /// Returns a guard that guards nothing, for a store without locks.
    pub fn none() -> Self {
        Self { _held: None }
    }
}

/// What lies directly in a folder of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Something that can be read under its name.
    Thing,
    /// A folder.
    Folder,
    /// What is neither: a link, a device.
    Other,
}

/// Reads, lists, writes once, and compares and swaps the head.
///
/// What is written is there whole or not at all under its name. Two writers are kept apart by [`Store::create`] alone,
/// which must be exclusive even where locks do nothing; everything else may be done twice without harm.
///
/// # Errors
///
/// All functions return what the storage below says. What is not there is [`io::ErrorKind::NotFound`].
#[expect(clippy::missing_errors_doc, reason = "said once, for all of them")]
pub trait Store: Debug + Send + Sync {
    /// Says where something is, for a person.
    fn place(&self, name: &Name) -> String;

    /// Says where everything is, for a person.
    fn whole(&self) -> String;

    /// Reads from the beginning on.
    fn open(&self, name: &Name) -> io::Result<Box<dyn Read + '_>>;

    /// Reads at most `limit` bytes; one byte more where there are more, so that every reader notices.
    fn read(&self, name: &Name, limit: usize) -> io::Result<Vec<u8>> {
        // Room for nearly everything in a log, so that it is read at once.
        const USUAL: usize = 8 * 1024;
        let mut bytes = Vec::with_capacity(limit.min(USUAL) + 1);
        self.open(name)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Returns whether something is there.
    fn exists(&self, name: &Name) -> bool;

    /// Tells of everything directly in a folder, in no order: its name there, and what it is. Names that begin with a
    /// dot are left out: they are what an interrupted writer left behind. A folder that is not there is empty; the one
    /// without a name holds all others.
    fn list(&self, folder: &str, each: &mut dyn FnMut(&str, Listed)) -> io::Result<()>;

    /// Returns whether git keeps what is here, and must be told not to change a byte.
    fn is_kept_by_git(&self) -> bool {
        false
    }

    /// Writes something, only if nothing is there under its name. Returns whether it was written.
    fn create(&self, name: &Name, bytes: &[u8], durable: Durable) -> io::Result<bool>;

    /// Writes something in place of what is there, unless that is the same already. Only for what every writer would
    /// write alike, and for what a lock protects.
    fn replace(&self, name: &Name, bytes: &[u8], durable: Durable) -> io::Result<()>;

    /// Writes the latest head in place of the one that was read (`None` where there was none). Returns whether it is
    /// now there; not, where another writer was faster.
    fn swap_head(&self, seen: Option<&[u8]>, bytes: &[u8], durable: Durable) -> io::Result<bool>;

    /// Waits until something that is there would survive a loss of power.
    fn settle(&self, name: &Name) -> io::Result<()>;

    /// Removes something, if it is there.
    fn remove(&self, name: &Name) -> io::Result<()>;

    /// Removes what holds the parts of a bundle or tile that is full now, if nothing is left in there.
    fn remove_partials(&self, full: &Name) -> io::Result<()>;

    /// Removes what interrupted writers left behind before a time in seconds since 1970, and returns how many.
    fn sweep(&self, before: u64) -> io::Result<u64>;

    /// Makes ready for the first append, so that it need not wait for folders.
    fn prepare(&self) -> io::Result<()>;

    /// Waits for the lock, at most so long: [`io::ErrorKind::WouldBlock`] where another holds it still. The lock spares
    /// work; it need not keep anybody out.
    fn lock(&self, patience: Duration) -> io::Result<Guard>;

    /// Writes something of a log that is to take the place of the one that is there ([`Store::exchange`]).
    fn stage(&self, name: &Name, bytes: &[u8]) -> io::Result<()>;

    /// Forgets a log that was staged.
    fn unstage(&self) -> io::Result<()>;

    /// Puts the staged log in the place of the one that is there. An interrupted exchange is finished, or as if it had
    /// not begun, after the next [`Store::recover`].
    fn exchange(&self) -> io::Result<()>;

    /// Finishes an exchange that was interrupted.
    fn recover(&self) -> io::Result<()>;
}

/// What every layer above does with a store: the same, with errors that name the place.
impl dyn Store + '_ {
    fn refused(&self, name: &Name, error: io::Error) -> Error {
        Error::Io(self.place(name), error)
    }

    /// Reads at most `limit` bytes and one more; nothing where there is nothing of that name.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn find(&self, name: &Name, limit: usize) -> Result<Option<Vec<u8>>, Error> {
        match self.read(name, limit) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.refused(name, error)),
        }
    }

    /// Returns the sizes of the heads of the series, in no order, and whether each is a cosigned one.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn heads(&self) -> Result<Vec<(u64, bool)>, Error> {
        let mut heads = Vec::new();
        self.all(self.list("log/checkpoints", &mut |name, _| match Name::parse(&format!(
            "log/checkpoints/{name}"
        )) {
            Some(Name::Head(size)) => heads.push((size, false)),
            Some(Name::Cosigned(size)) => heads.push((size, true)),
            _ => {}
        }))?;
        Ok(heads)
    }

    /// Returns the widths under which parts of a bundle or tile are there.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn widths(&self, full: &Name) -> Result<Vec<u64>, Error> {
        let (folder, mut widths) = (format!("{full}.p"), Vec::new());
        self.all(self.list(&folder, &mut |name, _| {
            if let Some(Name::Bundle { width, .. } | Name::Tile { width, .. }) =
                Name::parse(&format!("{folder}/{name}"))
            {
                widths.push(width);
            }
        }))?;
        Ok(widths)
    }

    /// As [`Store::create`].
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn write_once(&self, name: &Name, bytes: &[u8], durable: Durable) -> Result<bool, Error> {
        self.create(name, bytes, durable).map_err(|error| self.refused(name, error))
    }

    /// As [`Store::replace`].
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn write_again(&self, name: &Name, bytes: &[u8], durable: Durable) -> Result<(), Error> {
        self.replace(name, bytes, durable).map_err(|error| self.refused(name, error))
    }

    /// As [`Store::swap_head`].
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn write_head(&self, seen: Option<&[u8]>, bytes: &[u8], durable: Durable) -> Result<bool, Error> {
        self.swap_head(seen, bytes, durable).map_err(|error| self.refused(&Name::Checkpoint, error))
    }

    /// As [`Store::settle`].
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn settled(&self, name: &Name) -> Result<(), Error> {
        self.settle(name).map_err(|error| self.refused(name, error))
    }

    /// As [`Store::remove`].
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn removed(&self, name: &Name) -> Result<(), Error> {
        self.remove(name).map_err(|error| self.refused(name, error))
    }

    /// As [`Store::lock`].
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] or [`Error::Io`].
    pub fn locked(&self, patience: Duration) -> Result<Guard, Error> {
        self.lock(patience).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => Error::Busy(self.whole(), patience.as_secs()),
            _ => Error::Io(self.whole(), error),
        })
    }

    /// Runs something that concerns the whole.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn all<T>(&self, done: io::Result<T>) -> Result<T, Error> {
        done.map_err(|error| Error::Io(self.whole(), error))
    }

    /// Tells of everything in an area, in no order: its path there, as [`Name::parse`] reads it, and whether it can be
    /// read. What a folder refuses to tell is passed over: it is missed where it is looked for.
    pub fn walk(&self, area: Area, each: &mut dyn FnMut(&str, bool)) {
        self.walk_below(area.folder(), each);
    }

    /// As `walk`, for a folder that `shards` returned.
    pub fn walk_below(&self, folder: &str, each: &mut dyn FnMut(&str, bool)) {
        // A folder in hand at a time, and what is still to be gone through: never all names at once.
        let mut waiting = vec![folder.to_owned()];
        while let Some(folder) = waiting.pop() {
            let _ = self.list(&folder, &mut |name, listed| {
                let path = format!("{folder}/{name}");
                match listed {
                    Listed::Folder => waiting.push(path),
                    Listed::Thing => each(&path, true),
                    Listed::Other => each(&path, false),
                }
            });
        }
    }

    /// Returns the folders two levels below an area, to be walked on several cores, and tells of whatever lies above.
    #[must_use]
    pub fn shards(&self, area: Area, each: &mut dyn FnMut(&str, bool)) -> Vec<String> {
        let mut folders = vec![area.folder().to_owned()];
        for _ in 0..2 {
            let mut below = Vec::new();
            for folder in &folders {
                let _ = self.list(folder, &mut |name, listed| {
                    let path = format!("{folder}/{name}");
                    match listed {
                        Listed::Folder => below.push(path),
                        Listed::Thing => each(&path, true),
                        Listed::Other => each(&path, false),
                    }
                });
            }
            folders = below;
        }
        folders
    }
}
