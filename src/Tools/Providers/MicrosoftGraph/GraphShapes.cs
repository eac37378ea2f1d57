using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Providers.MicrosoftGraph;

/// <summary>One page of a collection.</summary>
/// <param name="NextLink">Null on the last page.</param>
internal sealed record GraphPage<T>(IReadOnlyList<T>? Value, [property: JsonPropertyName("@odata.nextLink")] string? NextLink);

/// <summary>What is read of an event: learn.microsoft.com/graph/api/resources/event.</summary>
internal sealed record GraphEvent
{
    public string? Id { get; init; }

    public string? Subject { get; init; }

    public GraphBody? Body { get; init; }

    public GraphPlace? Location { get; init; }

    public GraphTime? Start { get; init; }

    public GraphTime? End { get; init; }

    public bool? IsAllDay { get; init; }

    public string? OriginalStartTimeZone { get; init; }

    public GraphRecipient? Organizer { get; init; }

    public bool? IsOrganizer { get; init; }

    public IReadOnlyList<GraphAttendee>? Attendees { get; init; }

    public GraphResponse? ResponseStatus { get; init; }

    public bool? IsCancelled { get; init; }

    /// <summary>free, tentative, busy, oof, workingElsewhere or unknown.</summary>
    public string? ShowAs { get; init; }

    /// <summary>normal, personal, private or confidential.</summary>
    public string? Sensitivity { get; init; }

    /// <summary>singleInstance, occurrence, exception or seriesMaster.</summary>
    public string? Type { get; init; }

    public GraphMeeting? OnlineMeeting { get; init; }
}

/// <summary>
/// What is read of a message: learn.microsoft.com/graph/api/resources/message; and of an invitation, which is one
/// (learn.microsoft.com/graph/api/resources/eventmessage).
/// </summary>
internal sealed record GraphMessage
{
    public string? Id { get; init; }

    public string? ConversationId { get; init; }

    public string? ParentFolderId { get; init; }

    public string? Subject { get; init; }

    public GraphRecipient? From { get; init; }

    public IReadOnlyList<GraphRecipient>? ToRecipients { get; init; }

    public IReadOnlyList<GraphRecipient>? CcRecipients { get; init; }

    public DateTimeOffset? ReceivedDateTime { get; init; }

    public bool? IsRead { get; init; }

    public bool? HasAttachments { get; init; }

    public GraphBody? Body { get; init; }

    /// <summary>meetingRequest, meetingCancelled, meetingAccepted, meetingTenativelyAccepted (so spelt) or meetingDeclined.</summary>
    public string? MeetingMessageType { get; init; }

    public GraphTime? StartDateTime { get; init; }

    public GraphTime? EndDateTime { get; init; }

    public GraphPlace? Location { get; init; }
}

internal sealed record GraphBody(string? ContentType, string? Content)
{
    public bool IsHtml => string.Equals(ContentType, "html", StringComparison.OrdinalIgnoreCase);
}

internal sealed record GraphPlace(string? DisplayName);

/// <param name="DateTime">Without an offset.</param>
/// <param name="TimeZone">An IANA name or one of Windows.</param>
internal sealed record GraphTime(string? DateTime, string? TimeZone);

internal sealed record GraphRecipient(GraphAddress? EmailAddress);

internal sealed record GraphAddress(string? Name, string? Address);

/// <param name="Type">required, optional or resource.</param>
internal sealed record GraphAttendee(string? Type, GraphResponse? Status, GraphAddress? EmailAddress);

/// <param name="Response">none, organizer, tentativelyAccepted, accepted, declined or notResponded.</param>
internal sealed record GraphResponse(string? Response);

internal sealed record GraphMeeting(string? JoinUrl);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GraphPage<GraphEvent>))]
[JsonSerializable(typeof(GraphPage<GraphMessage>))]
[JsonSerializable(typeof(GraphMessage))]
internal sealed partial class GraphShapes : JsonSerializerContext;
