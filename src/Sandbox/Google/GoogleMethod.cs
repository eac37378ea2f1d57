namespace TokenVaultAgent.Sandbox.Google;

/// <summary>One method of an API, as its discovery document has it.</summary>
/// <param name="Name">As error details name it, for example <c>calendar.v3.Events.List</c>.</param>
/// <param name="Service">As error details name it, for example <c>calendar-json.googleapis.com</c>.</param>
/// <param name="Scopes">Any one of them is enough.</param>
/// <param name="Shape">Every field of the answer, in the grammar of <c>fields</c>: a selection of anything else is an error.</param>
internal sealed record GoogleMethod(string Name, string Service, IReadOnlyList<string> Scopes, FieldMask Shape);
