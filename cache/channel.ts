/** Short messages among the instances of one shop. They may be lost: whoever relies on one asks the database as well. */

export interface ChannelListener {
  /** A message of any instance, this one's own included. */
  readonly onMessage: (message: string) => void;
  /** Listening has begun, for the first time or again: what was said in between was not heard. */
  readonly onOpen: () => void;
}

export interface Channel {
  /** Sends a text of one line. Never rejects; resolves when it is sent or lost. */
  publish(message: string): Promise<void>;
  /** Listens from now until `close`, beginning again after every fault. To be called once. */
  listen(listener: ChannelListener): void;
  /** Whether messages would be heard now. */
  readonly isOpen: boolean;
  close(): void;
}
