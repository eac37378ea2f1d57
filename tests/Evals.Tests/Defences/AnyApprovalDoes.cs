using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.Evals.Tests.Defences;

/// <summary>Finds approvals whatever they were given for: the comparison of digests is taken out of every query.</summary>
internal sealed class AnyApprovalDoes : ExpressionVisitor, IQueryExpressionInterceptor
{
    /// <summary>One: Entity Framework builds its services anew for every other.</summary>
    public static readonly AnyApprovalDoes Instance = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) => Visit(queryExpression);

    protected override Expression VisitBinary(BinaryExpression node) =>
        node is { NodeType: ExpressionType.Equal, Left: MemberExpression { Member: { Name: nameof(Approval.Digest) } member } } && member.DeclaringType == typeof(Approval)
            ? Expression.Constant(true)
            : base.VisitBinary(node);
}
