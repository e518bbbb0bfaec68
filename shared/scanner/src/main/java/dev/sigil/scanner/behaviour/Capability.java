package dev.sigil.scanner.behaviour;

/** What code can do to the world outside its own memory. */
enum Capability {
  /** Starts programs. */
  EXECUTE,
  /** Starts programs through a shell. */
  SHELL,
  /** Runs text as code. */
  EVALUATE,
  /** Loads code from the place that it is given. */
  LOAD,
  /** Sends data to another machine. */
  SEND,
  /** Hands data to what may be a connection; only an address beside the data says that it is. */
  HAND_OVER,
  /** Asks another machine for data. */
  FETCH,
  /** Asks for the address of a host's name. */
  RESOLVE,
  /** Opens connections of its own. */
  CONNECT,
  /** Reads files. */
  READ,
  /** Writes files. */
  WRITE,
  /** Writes to something that is open: a file, a socket, the console. */
  EMIT,
  /** Deletes files. */
  DELETE,
  /** Reads or changes a database. */
  QUERY,
  /** Sends mail or messages. */
  MAIL,
  /** Lists the accounts of the machine. */
  ACCOUNTS,
  /** Is told of each key that is pressed on the machine. */
  WATCH,
  /** Hands what is logged to another machine. */
  LOG
}
