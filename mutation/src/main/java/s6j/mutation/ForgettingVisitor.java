package s6j.mutation;

import org.pitest.mutationtest.engine.MutationIdentifier;
import org.pitest.mutationtest.engine.gregor.MethodMutatorFactory;
import org.pitest.mutationtest.engine.gregor.MutationContext;
import org.pitest.reloc.asm.Handle;
import org.pitest.reloc.asm.Label;
import org.pitest.reloc.asm.MethodVisitor;
import org.pitest.reloc.asm.Opcodes;
import org.pitest.reloc.asm.Type;

/**
 * Holds back each call with a result until it is known whether the result is dropped. Calls without
 * one pass at once: another mutator numbers its mutants by the instruction at which they arrive.
 */
final class ForgettingVisitor extends MethodVisitor {
  private final MethodMutatorFactory mutator;
  private final MutationContext context;
  private int opcode;
  private String owner;
  private String name;
  private String descriptor;
  private boolean onInterface;

  ForgettingVisitor(MethodVisitor next, MethodMutatorFactory mutator, MutationContext context) {
    super(Opcodes.ASM9, next);
    this.mutator = mutator;
    this.context = context;
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean onInterface) {
    release();
    if (descriptor.endsWith(")V")) {
      super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
      return;
    }
    this.opcode = opcode;
    this.owner = owner;
    this.name = name;
    this.descriptor = descriptor;
    this.onInterface = onInterface;
  }

  @Override
  public void visitInsn(int code) {
    if (name != null && (code == Opcodes.POP || code == Opcodes.POP2) && isForgotten()) {
      dropArguments();
      name = null;
      return;
    }
    release();
    super.visitInsn(code);
  }

  private boolean isForgotten() {
    MutationIdentifier id =
        context.registerMutation(mutator, "left out call to " + owner + "::" + name);
    return context.shouldMutate(id);
  }

  private void dropArguments() {
    Type[] arguments = Type.getArgumentTypes(descriptor);
    for (int i = arguments.length - 1; i >= 0; i--)
      super.visitInsn(arguments[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
    if (opcode != Opcodes.INVOKESTATIC) super.visitInsn(Opcodes.POP);
  }

  private void release() {
    if (name == null) return;
    super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
    name = null;
  }

  @Override
  public void visitFrame(int type, int locals, Object[] local, int depth, Object[] stack) {
    release();
    super.visitFrame(type, locals, local, depth, stack);
  }

  @Override
  public void visitIntInsn(int code, int operand) {
    release();
    super.visitIntInsn(code, operand);
  }

  @Override
  public void visitVarInsn(int code, int variable) {
    release();
    super.visitVarInsn(code, variable);
  }

  @Override
  public void visitTypeInsn(int code, String type) {
    release();
    super.visitTypeInsn(code, type);
  }

  @Override
  public void visitFieldInsn(int code, String owner, String name, String descriptor) {
    release();
    super.visitFieldInsn(code, owner, name, descriptor);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    release();
    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
  }

  @Override
  public void visitJumpInsn(int code, Label label) {
    release();
    super.visitJumpInsn(code, label);
  }

  @Override
  public void visitLabel(Label label) {
    release();
    super.visitLabel(label);
  }

  @Override
  public void visitLdcInsn(Object value) {
    release();
    super.visitLdcInsn(value);
  }

  @Override
  public void visitIincInsn(int variable, int increment) {
    release();
    super.visitIincInsn(variable, increment);
  }

  @Override
  public void visitTableSwitchInsn(int least, int most, Label other, Label... labels) {
    release();
    super.visitTableSwitchInsn(least, most, other, labels);
  }

  @Override
  public void visitLookupSwitchInsn(Label other, int[] keys, Label[] labels) {
    release();
    super.visitLookupSwitchInsn(other, keys, labels);
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    release();
    super.visitMultiANewArrayInsn(descriptor, dimensions);
  }

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
    release();
    super.visitTryCatchBlock(start, end, handler, type);
  }

  @Override
  public void visitLineNumber(int line, Label start) {
    release();
    super.visitLineNumber(line, start);
  }

  @Override
  public void visitMaxs(int stack, int locals) {
    release();
    super.visitMaxs(stack, locals);
  }
}
