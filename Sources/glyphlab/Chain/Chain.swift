import ArgumentParser

struct Chain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep, mine and judge chains of proofs of inference.",
        discussion: "Example: glyphlab chain verify chain.json --model path/to/gpt2",
        subcommands: [
            ChainInit.self, ChainMine.self, ChainPay.self, ChainVerify.self, ChainImport.self,
            ChainExport.self, ChainShow.self, ChainAdvantage.self,
            ChainServe.self, ChainSync.self, ChainRun.self,
        ])
}
