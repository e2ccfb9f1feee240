import ArgumentParser
import Encodings
import HybridServing
import Reports
import Serving

struct ServeHybrid: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hybrid",
        abstract: "Run the engine of the hybrid chain, over HTTP.",
        discussion: """
            The address that is served is the first line of standard output. The published engine \
            speaks JSON-RPC on every path, without authentication: engine_forkchoiceUpdatedV1 \
            makes a job, engine_getPayloadV1 waits for its acknowledgement, up to 30 s, and mines \
            a block, engine_newPayloadV1 calls everything valid. A request that its handler dies \
            of gets no answer: the connection is closed. Its records are in memory; PUT \
            /glyphlab/records/KEY?seconds=3600 stores the body under a key for so many seconds, \
            GET tells it. An acknowledgement is the byte 01 under ack:ID:79dfbb2e5e1a98cc, where \
            ID is the first half of the job's update id, the Keccak-256 hash of the payload id \
            and the head's text. SIGINT or SIGTERM lets running requests end; the exit code is 0 \
            then.
            Example: glyphlab system serve hybrid --profile published --listen 127.0.0.1:8552
            """)

    @Option(help: "The rules: published.")
    var profile = ServedProfile.published

    @OptionGroup var listen: ListenOptions

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard profile == .published else {
            throw ValidationError("profile: expected published, got \(profile.rawValue)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let face = PublishedEngineFace()
            return try listen.serve { request, origin in
                face.answer(request, contentType: origin.contentType)
            } begun: { address in
                format.write(
                    text: "\(address.url)\n",
                    json: .object([
                        JSONMember("url", .string(address.url)),
                        JSONMember("profile", .string(profile.rawValue)),
                    ]))
            }
        }
    }
}
