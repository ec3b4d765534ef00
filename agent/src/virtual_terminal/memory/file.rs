//! The memory's file: written beside it, synced, renamed over it, directory synced.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use catlink_shared::terminal::{MemoryId, TerminalId, Unit};

use super::Memory;

/// Why the memory could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum MemoryTrouble {
    /// The file.
    #[error("memory file: {0}")]
    File(#[from] std::io::Error),
    /// What is in it.
    #[error("memory file is not one of ours: {0}")]
    Content(#[from] serde_json::Error),
}

/// Where a memory is kept.
#[derive(Debug)]
pub enum MemoryFile {
    /// On the disk.
    Disk(PathBuf),
    /// Only as long as the process lives: outlives the terminal's restart, not the simulator's.
    Process(Option<Box<Memory>>),
}

impl MemoryFile {
    /// Reads what was kept, or begins a new memory and keeps it.
    ///
    /// # Errors
    /// The file cannot be read or is none of ours: do not start, do not overwrite it.
    pub fn load(&mut self, terminal_id: &TerminalId) -> Result<Memory, MemoryTrouble> {
        let kept = match self {
            Self::Disk(path) => match std::fs::read(path) {
                Ok(bytes) => Some(serde_json::from_slice(&bytes)?),
                Err(why) if why.kind() == std::io::ErrorKind::NotFound => None,
                Err(why) => return Err(why.into()),
            },
            Self::Process(memory) => memory.as_deref().cloned(),
        };
        match kept {
            Some(memory) => Ok(memory),
            None => self.renew(terminal_id.clone()),
        }
    }

    /// Wipes the memory: everything is gone, and it has a new name.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn renew(&mut self, terminal_id: TerminalId) -> Result<Memory, MemoryTrouble> {
        let name = uuid::Uuid::now_v7().simple().to_string();
        let memory_id = MemoryId::new(&name).expect("hexadecimal digits obey the rule");
        let memory = Memory::new(Unit { terminal_id, memory_id });
        self.store(&memory)?;
        Ok(memory)
    }

    /// Keeps the memory; durable when this returns.
    ///
    /// # Errors
    /// The file cannot be written: what depends on it must not be said.
    pub fn store(&mut self, memory: &Memory) -> Result<(), MemoryTrouble> {
        match self {
            Self::Process(kept) => *kept = Some(Box::new(memory.clone())),
            Self::Disk(path) => {
                let beside = path.with_added_extension("new");
                let mut file = File::create(&beside)?;
                file.write_all(&serde_json::to_vec(memory)?)?;
                file.sync_all()?;
                std::fs::rename(&beside, &*path)?;
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                File::open(folder.unwrap_or(std::path::Path::new(".")))?.sync_all()?;
            }
        }
        Ok(())
    }
}
