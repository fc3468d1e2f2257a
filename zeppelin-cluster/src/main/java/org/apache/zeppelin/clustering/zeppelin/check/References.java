// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.check;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** What one class file names: classes, methods and fields of others. Not thread safe. */
final class References {

  private static final int API = Opcodes.ASM9;
  private static final String PURPOSE = "/hooks/TouchesZeppelin;";
  private static final String FIELD_VALUE = "/asm/Advice$FieldValue;";

  private final Set<Member> members = new LinkedHashSet<>();
  private final Set<AdviceField> adviceFields = new LinkedHashSet<>();
  private String purpose;

  private References() {}

  static References of(byte[] classFile) {
    References references = new References();
    new ClassReader(classFile)
        .accept(references.new Classes(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return references;
  }

  /** Everything that is named, JDK and own classes included. */
  Set<Member> members() {
    return members;
  }

  /** Fields of the woven class that advice reads or writes. */
  Set<AdviceField> adviceFields() {
    return adviceFields;
  }

  /** What the class says that it uses Zeppelin for. */
  Optional<String> purpose() {
    return Optional.ofNullable(purpose);
  }

  /** A field that advice asks for; without a class it is the woven one's. */
  static final class AdviceField {
    private String name = "";
    private String type = "";

    private AdviceField() {}

    String name() {
      return name;
    }

    /** Full name of the class that has it; empty for the woven one. */
    String type() {
      return type;
    }
  }

  private void type(String internalName) {
    Type type = Type.getObjectType(internalName);
    while (type.getSort() == Type.ARRAY) {
      type = type.getElementType();
    }
    if (type.getSort() == Type.OBJECT) {
      members.add(Member.type(type.getClassName()));
    }
  }

  private void types(String descriptor) {
    if (descriptor.startsWith("(")) {
      for (Type argument : Type.getArgumentTypes(descriptor)) {
        types(argument.getDescriptor());
      }
      types(Type.getReturnType(descriptor).getDescriptor());
    } else if (descriptor.startsWith("L") || descriptor.startsWith("[")) {
      type(
          descriptor.startsWith("L")
              ? descriptor.substring(1, descriptor.length() - 1)
              : descriptor);
    }
  }

  private void method(String owner, String name, String descriptor) {
    if (!owner.startsWith("[")) {
      members.add(Member.method(owner.replace('/', '.'), name, descriptor));
      types(descriptor);
    }
  }

  private final class Classes extends ClassVisitor {
    Classes() {
      super(API);
    }

    @Override
    public void visit(
        int version, int access, String name, String generic, String parent, String[] interfaces) {
      if (parent != null) {
        type(parent);
      }
      for (String each : interfaces) {
        type(each);
      }
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return descriptor.endsWith(PURPOSE)
          ? new AnnotationVisitor(API) {
            @Override
            public void visit(String name, Object value) {
              purpose = (String) value;
            }
          }
          : null;
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String generic, Object value) {
      types(descriptor);
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String generic, String[] exceptions) {
      types(descriptor);
      if (exceptions != null) {
        for (String exception : exceptions) {
          type(exception);
        }
      }
      return new Methods();
    }
  }

  private final class Methods extends MethodVisitor {
    Methods() {
      super(API);
    }

    @Override
    public AnnotationVisitor visitParameterAnnotation(
        int parameter, String descriptor, boolean visible) {
      if (!descriptor.endsWith(FIELD_VALUE)) {
        return null;
      }
      AdviceField field = new AdviceField();
      adviceFields.add(field);
      return new AnnotationVisitor(API) {
        @Override
        public void visit(String name, Object value) {
          if (name.equals("value")) {
            field.name = (String) value;
          } else if (name.equals("declaringType")) {
            field.type = ((Type) value).getClassName();
          }
        }
      };
    }

    @Override
    public void visitTypeInsn(int opcode, String name) {
      type(name);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      members.add(Member.field(owner.replace('/', '.'), name, descriptor));
      types(descriptor);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      method(owner, name, descriptor);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      types(descriptor);
      for (Object argument : arguments) {
        constant(argument);
      }
    }

    @Override
    public void visitLdcInsn(Object value) {
      constant(value);
    }

    private void constant(Object value) {
      if (value instanceof Handle) {
        Handle handle = (Handle) value;
        if (handle.getTag() <= Opcodes.H_PUTSTATIC) {
          members.add(
              Member.field(
                  handle.getOwner().replace('/', '.'), handle.getName(), handle.getDesc()));
        } else {
          method(handle.getOwner(), handle.getName(), handle.getDesc());
        }
      } else if (value instanceof Type) {
        types(((Type) value).getDescriptor());
      }
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
      types(descriptor);
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String exception) {
      if (exception != null) {
        type(exception);
      }
    }
  }
}
