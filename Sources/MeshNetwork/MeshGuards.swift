package import Trials

/// The checks of the hardened mesh, by the names that refusals carry.
package enum MeshGuards {
    // A message's bytes and its sender.
    package static let size = Guard("size")
    package static let form = Guard("form")
    package static let registered = Guard("registered")
    package static let recipient = Guard("recipient")
    package static let slot = Guard("slot")
    package static let messageSignature = Guard("message_signature")
    package static let nonce = Guard("nonce")
    package static let keyBudget = Guard("key_budget")
    // A contact: a node's card.
    package static let card = Guard("card")
    package static let live = Guard("live")
    // A record.
    package static let owner = Guard("owner")
    package static let recordSignature = Guard("record_signature")
    package static let window = Guard("window")
    package static let fresh = Guard("fresh")
    package static let expiry = Guard("expiry")
    package static let sequence = Guard("sequence")
    package static let equivocation = Guard("equivocation")
    package static let quota = Guard("quota")
    package static let place = Guard("place")
    // An answer.
    package static let answerKey = Guard("answer_key")
    package static let answerItem = Guard("answer_item")
    package static let holders = Guard("holders")
    package static let callBudget = Guard("call_budget")
    // A store on disk.
    package static let store = Guard("store")

    /// The guards in the order in which messages meet them.
    package static let all = [
        size, form, registered, recipient, slot, messageSignature, nonce, keyBudget, card, live,
        owner, recordSignature, window, fresh, expiry, place, sequence, equivocation, quota,
        answerKey, answerItem, holders, callBudget, store,
    ]
}
