using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>
/// Keeps the status of an answer open until its first byte. For revisions before 2026-07-28 the SDK flushes the headers of the event
/// stream before it looks at the call, and a status that is sent can no longer become 403. A <see cref="WrittenResult"/> goes out here.
/// </summary>
internal static class LateResponseStart
{
    public static void UseLateResponseStart(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var body = context.Response.Body;
        await using var late = new LateStream(body, context.Features);
        context.Response.Body = late;
        try
        {
            await next(context);
            if (context.Features.Get<WrittenResult>() is { IsSent: false } && !context.RequestAborted.IsCancellationRequested)
                throw new InvalidOperationException("A result was written and not sent.");
        }
        finally
        {
            context.Response.Body = body;
        }
    });

    /// <summary>Passes on what is written; a flush before that has nothing to send.</summary>
    private sealed class LateStream(Stream inner, IFeatureCollection features) : Stream
    {
        private bool _hasBegun;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            _hasBegun = true;
            inner.Write(buffer, offset, count);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _hasBegun = true;
            return features.Get<WrittenResult>() is { } written ? WriteAsync(written, buffer, cancellationToken) : inner.WriteAsync(buffer, cancellationToken);
        }

        private async ValueTask WriteAsync(WrittenResult written, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
        {
            await inner.WriteAsync(written.Fill(buffer, out var rented), cancellationToken);
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }

        public override void Flush()
        {
            if (_hasBegun)
                inner.Flush();
        }

        public override Task FlushAsync(CancellationToken cancellationToken) =>
            _hasBegun ? inner.FlushAsync(cancellationToken) : Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
