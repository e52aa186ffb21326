"""What is held of the ledger: pieces that its tests, its long suite and its benchmark share."""
