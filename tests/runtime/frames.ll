; Frames such as generated code has: three with a cleanup each, and one that catches.
declare i32 @ori_personality(i32, i32, i64, ptr, ptr)
declare void @ori_panic_text(ptr, ptr)
declare void @note(i64)
declare i64 @caught(ptr)

@message = private constant [5 x i8] c"deep\00"
@at = private constant [13 x i8] c"main.ori:3:7\00"

define i64 @frame3(i1 %panics) uwtable personality ptr @ori_personality {
  br i1 %panics, label %bad, label %good
bad:
  invoke void @ori_panic_text(ptr @message, ptr @at) to label %never unwind label %pad
never:
  unreachable
good:
  ret i64 7
pad:
  %e = landingpad { ptr, i32 } cleanup
  call void @note(i64 3)
  resume { ptr, i32 } %e
}

define i64 @frame2(i1 %panics) uwtable personality ptr @ori_personality {
  %r = invoke i64 @frame3(i1 %panics) to label %ok unwind label %pad
ok:
  ret i64 %r
pad:
  %e = landingpad { ptr, i32 } cleanup
  call void @note(i64 2)
  resume { ptr, i32 } %e
}

define i64 @frame1(i1 %panics) uwtable personality ptr @ori_personality {
  %r = invoke i64 @frame2(i1 %panics) to label %ok unwind label %pad
ok:
  ret i64 %r
pad:
  %e = landingpad { ptr, i32 } cleanup
  call void @note(i64 1)
  resume { ptr, i32 } %e
}

; Gives what `caught` makes of the exception when %body panics, else 0.
define i64 @guard(ptr %body, ptr %argument) uwtable personality ptr @ori_personality {
  invoke void %body(ptr %argument) to label %ok unwind label %pad
ok:
  ret i64 0
pad:
  %e = landingpad { ptr, i32 } catch ptr null
  %exception = extractvalue { ptr, i32 } %e, 0
  %r = call i64 @caught(ptr %exception)
  ret i64 %r
}

; Needs about 100 bytes of stack per level, and does not end.
define i64 @descend(i64 %n) noinline uwtable "probe-stack"="inline-asm" {
  %space = alloca [64 x i8]
  call void @touch(ptr %space)
  %m = add i64 %n, 1
  %r = call i64 @descend(i64 %m)
  %s = add i64 %r, %m
  ret i64 %s
}
declare void @touch(ptr)

; Calls %body as the release of a cell calls a `drop`: a panic that leaves it is kept, unless another one unwinds.
declare i32 @ori_drop_personality(i32, i32, i64, ptr, ptr)
declare void @ori_drop_enter(ptr)
declare void @ori_drop_leave(ptr)
declare void @ori_drop_caught(ptr)

define void @as_drop(ptr %body, ptr %argument) uwtable personality ptr @ori_drop_personality {
  %scope = alloca { ptr, ptr, ptr, i64, ptr }, align 8
  call void @ori_drop_enter(ptr %scope)
  invoke void %body(ptr %argument) to label %ok unwind label %pad
ok:
  call void @ori_drop_leave(ptr %scope)
  ret void
pad:
  %e = landingpad { ptr, i32 } catch ptr null
  call void @ori_drop_caught(ptr %scope)
  ret void
}

; Calls %cleanup when %body panics, which goes on then.
define void @with_cleanup(ptr %body, ptr %cleanup, ptr %argument) uwtable personality ptr @ori_personality {
  invoke void %body(ptr %argument) to label %ok unwind label %pad
ok:
  ret void
pad:
  %e = landingpad { ptr, i32 } cleanup
  call void %cleanup(ptr %argument)
  resume { ptr, i32 } %e
}
