/// The texts of the commands that are not of one line.
package enum PublishedHelp {
    /// The answer to a word that is no command.
    package static let lines = """
        GLYPH node, protocol 4: a chain whose proof of work is the inference of a language model

        usage: poi_node.py [COMMAND] [ARGUMENT ...]

        the chain
          show                      one line a block, and the work of all
          verify                    checks every block again, proofs included, and all payments
          (no command)              the same as show
          balance                   what each owner holds, the highest first

        money
          wallet NAME               makes a wallet, or shows its address
          send FROM TO AMOUNT       signs a payment and queues it in the mempool

        mining
          mine [N] [WALLET]         mines N blocks (1) for a wallet (miner), and ends
          run [WALLET] [PORT]       a full node: serves, pulls, verifies, mines and pushes

        the network
          serve [PORT]              serves the chain (port 9401)
          sync URL                  pulls a peer's chain and verifies it

        environment
          POI_PREFIX                what the names of the five files begin with
          POI_SEEDS                 the first peers, with commas between
          POI_CHUNK                 attempts between two looks at the network (150)
          POI_NEW_CHAIN=1           starts a chain of its own where no seed answers
        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

    /// The words of `mine` where it would begin a chain that nobody else knows.
    package static let isolatedChain = """

        [node] WARNING: no seed node could be reached, and this folder has no chain yet.
        [node] A block mined now would begin a new chain that nobody else is on,
        [node] and the first sync with the network would throw it away.
        [node] Check the connection, or name other seeds with POI_SEEDS;
        [node] to begin a chain of its own deliberately, set POI_NEW_CHAIN=1.
        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}
