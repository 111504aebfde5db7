//! The classroom on the network: the client that joins a room.

pub mod client;
