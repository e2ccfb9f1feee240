internal import Encodings
internal import NetworkTrials
internal import Scenarios

/// Members that only steps on the published network have.
extension StepMember where Value == PublishedOperation.RecordPlace {
    static func recordPlace() -> Self {
        let key = StepMember<String>.text(
            "key", standard: "node",
            "The key's name: ${epoch} is this epoch's number, ${near A B} a name near two nodes.")
        let prefix = StepMember<[UInt8]>.hexadecimal("key_prefix", "Bytes before the key.")
        let name = StepMember<String>.text(
            "name", standard: "", "The part of the subkey before the owner's marker.")
        let tag = StepMember<PublishedOperation.RecordPlace.Tag>.choice(
            "tag", PublishedOperation.RecordPlace.Tag.self, standard: .bytes, "The subkey's form.")
        return Self(
            key.descriptions + prefix.descriptions + name.descriptions + tag.descriptions
        ) { (object, use) throws(ScenarioError) in
            PublishedOperation.RecordPlace(
                key: try key.read(&object, &use), keyPrefix: try prefix.read(&object, &use),
                name: try name.read(&object, &use), tag: try tag.read(&object, &use))
        }
    }
}

extension StepMember where Value == PublishedOperation.RecordOwner {
    static func recordOwner() -> Self {
        let owners = StepMember<[String]>.texts("owners", "The parties that it names.")
        let comment = StepMember<String>.text(
            "comment", standard: "", "Behind the key of each owner.")
        let signer = StepMemberDescription(
            name: "signer", type: "actor, granted", standard: "",
            help: "Holder of the key that signs; nobody where it is missing.",
            schema: [JSONMember("type", .string("string"))])
        return Self(owners.descriptions + comment.descriptions + [signer]) {
            (object, use) throws(ScenarioError) in
            let names = try owners.read(&object, &use)
            let text = try comment.read(&object, &use)
            let name = try object.optionalText("signer")
            if let name { use.ask(.key(name), at: "signer") }
            return PublishedOperation.RecordOwner(owners: names, comment: text, signer: name)
        }
    }
}

extension StepMember where Value == PublishedOperation.RecordContent {
    static func recordContent() -> Self {
        let value = StepMember<String>.text("value", standard: "1", "The value's text.")
        let bytes = StepMember<[UInt8]>.hexadecimal("hex", "The value's bytes, for its text.")
        let seconds = StepMember<Int>.integer(
            "seconds", in: -100_000...100_000_000, standard: 240, "Seconds up to its expiration.")
        let marker = StepMember<PublishedOperation.RecordContent.Marker>.choice(
            "marker", PublishedOperation.RecordContent.Marker.self, standard: .end,
            "Where the signature stands.")
        return Self(
            value.descriptions + bytes.descriptions + seconds.descriptions + marker.descriptions
        ) { (object, use) throws(ScenarioError) in
            PublishedOperation.RecordContent(
                value: try value.read(&object, &use), bytes: try bytes.read(&object, &use),
                seconds: try seconds.read(&object, &use), marker: try marker.read(&object, &use))
        }
    }
}

extension StepMember where Value == PublishedOperation.Goods {
    static func goods() -> Self {
        let records = StepMember<[String]>.takesAll("records", "Records in it, of kind store.")
        let copies = StepMember<Int>.integer(
            "copies", in: 1...1_000, standard: 1, "How often each record stands in it.")
        let missing = StepMember<Int>.integer(
            "missing_subkeys", in: 0...1_000, standard: 0, "Subkeys left out at its end.")
        let keys = StepMember<[String]>.texts("keys", "Names of keys, of kind find.")
        return Self(
            records.descriptions + copies.descriptions + missing.descriptions + keys.descriptions
        ) { (object, use) throws(ScenarioError) in
            PublishedOperation.Goods(
                records: try records.read(&object, &use), copies: try copies.read(&object, &use),
                missingSubkeys: try missing.read(&object, &use),
                keys: try keys.read(&object, &use))
        }
    }
}

extension StepMember where Value == PublishedOperation.Sender {
    static func sender() -> Self {
        let by = StepMember<String>.text(
            "by", standard: "mallory", "The party whose key the token names.")
        let signer = StepMember<String>.signer()
        let service = StepMember<String>.text(
            "service", standard: "", "The party whose key is the service's.")
        let seconds = StepMember<Int>.integer(
            "offset", in: -100_000...100_000, standard: 0, "Seconds added to its time.")
        let token = StepMember<PublishedOperation.Sender.Token>.choice(
            "token", PublishedOperation.Sender.Token.self, standard: .good, "The token.")
        return Self(
            by.descriptions + signer.descriptions + service.descriptions + seconds.descriptions
                + token.descriptions
        ) { (object, use) throws(ScenarioError) in
            PublishedOperation.Sender(
                by: try by.read(&object, &use), signer: try signer.read(&object, &use),
                service: try service.read(&object, &use),
                seconds: try seconds.read(&object, &use), token: try token.read(&object, &use))
        }
    }
}

extension StepMember where Value == PublishedOperation.Ids {
    static func ids() -> Self {
        let of = StepMember<String>.text(
            "id_of", standard: "", "The party whose node's id it names.")
        let near = StepMember<String>.text(
            "id_near", standard: "", "The name of a key next to which it names ids.")
        let count = StepMember<Int>.integer(
            "ids", in: 1...100, standard: 1, "Ids next to the key, a request for each.")
        return Self(of.descriptions + near.descriptions + count.descriptions) {
            (object, use) throws(ScenarioError) in
            PublishedOperation.Ids(
                of: try of.read(&object, &use), near: try near.read(&object, &use),
                count: try count.read(&object, &use))
        }
    }
}

extension StepMember where Value == PublishedOperation.AnswerResult {
    static func answerResult() -> Self {
        let key = StepMember<String>.text("key", standard: "node", "The key's name.")
        let records = StepMember<[String]>.takesAll("records", "Records that it finds.")
        let kind = StepMember<Int>.integer(
            "dictionary", in: 0...1, standard: 1, "A dictionary is found: 1, else 0.")
        let expiration = StepMember<PublishedOperation.MakeAnswer.Expiration>.choice(
            "expires", PublishedOperation.MakeAnswer.Expiration.self, standard: .latest,
            "The dictionary's expiration.")
        let neighbours = StepMember<Int>.integer(
            "neighbours", in: 0...100, standard: 0, "Ids next to the key that it tells.")
        let peer = StepMember<String>.text(
            "neighbour_peer", standard: "mallory", "The peer that these are dialled at.")
        let distance = StepMember<Int>.integer(
            "distance", in: 0...255, standard: 0,
            "The node begins anew with an id so far from the key; 0 keeps its id.")
        return Self(
            key.descriptions + records.descriptions + kind.descriptions + expiration.descriptions
                + neighbours.descriptions + peer.descriptions + distance.descriptions
        ) { (object, use) throws(ScenarioError) in
            PublishedOperation.AnswerResult(
                key: try key.read(&object, &use), records: try records.read(&object, &use),
                isDictionary: try kind.read(&object, &use) == 1,
                expiration: try expiration.read(&object, &use),
                neighbours: try neighbours.read(&object, &use),
                neighbourPeer: try peer.read(&object, &use),
                distance: try distance.read(&object, &use))
        }
    }
}
